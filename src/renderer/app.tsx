/** The composition root of the renderer: theme, frame, and the view that the address names. */
import { MantineProvider } from '@mantine/core';
import { useClusterId } from './client/live.ts';
import { Shell } from './frame/shell.tsx';
import { cssVariables, theme } from './theme/theme.ts';

export function App() {
  // Nothing of one cluster stays on the screen of another.
  const clusterId = useClusterId() ?? 'default';
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Shell key={clusterId} />
    </MantineProvider>
  );
}
