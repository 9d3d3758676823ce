/** The composition root of the renderer: theme, frame, and the view that the address names. */
import { MantineProvider } from '@mantine/core';
import { Shell } from './frame/shell.tsx';
import { cssVariables, theme } from './theme/theme.ts';

export function App() {
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Shell />
    </MantineProvider>
  );
}
