/** Mantine dressed in the tokens: one accent, small type, thin borders, no shadows. */
import {
  Button,
  createTheme,
  defaultVariantColorsResolver,
  type CSSVariablesResolver,
  type MantineColorsTuple,
  Menu,
  Modal,
  Tooltip,
} from '@mantine/core';

const river: MantineColorsTuple = [
  '#eaf6f8',
  '#d5ebef',
  '#a8d7df',
  '#62c4d8',
  '#4bb0c5',
  '#2795ad',
  '#117c94',
  '#0b6477',
  '#095463',
  '#06434f',
];

/** Mantine's greys for dark surfaces, text first, in the tone of the tokens. */
const dark: MantineColorsTuple = [
  '#e6eaec',
  '#c5ccd1',
  '#a0acb4',
  '#7b868e',
  '#4a545c',
  '#2f373d',
  '#1a1f23',
  '#171b1f',
  '#14181b',
  '#0f1315',
];

export const theme = createTheme({
  primaryColor: 'river',
  primaryShade: { light: 7, dark: 3 },
  // Mantine chooses the text on the accent by one shade for both schemes; ours has two.
  variantColorResolver: (input) => {
    const colors = defaultVariantColorsResolver(input);
    return input.variant === 'filled' ? { ...colors, color: 'var(--on-accent)' } : colors;
  },
  colors: { river, dark },
  fontFamily: 'var(--font-text)',
  fontFamilyMonospace: 'var(--font-mono)',
  defaultRadius: 4,
  cursorType: 'pointer',
  respectReducedMotion: true,
  fontSizes: {
    xs: 'var(--size-small)',
    sm: 'var(--size-text)',
    md: 'var(--size-text)',
    lg: 'calc(16px * var(--type))',
    xl: 'var(--size-title)',
  },
  components: {
    Button: Button.extend({ defaultProps: { size: 'xs' } }),
    Tooltip: Tooltip.extend({
      defaultProps: { openDelay: 250, multiline: true, maw: 320, withArrow: true },
    }),
    Modal: Modal.extend({
      defaultProps: { radius: 6, shadow: 'none', overlayProps: { backgroundOpacity: 0.35 } },
      styles: { title: { fontSize: 'calc(16px * var(--type))', fontWeight: 650 } },
    }),
    Menu: Menu.extend({ defaultProps: { shadow: 'none', position: 'bottom-end' } }),
  },
});

/** Mantine's own surfaces and lines take the product's tokens. */
const shared = {
  '--mantine-color-body': 'var(--surface)',
  '--mantine-color-text': 'var(--text)',
  '--mantine-color-dimmed': 'var(--text-soft)',
  '--mantine-color-placeholder': 'var(--text-soft)',
  '--mantine-color-default': 'var(--surface)',
  '--mantine-color-default-hover': 'var(--hover)',
  '--mantine-color-default-border': 'var(--line-strong)',
  '--mantine-color-default-color': 'var(--text)',
  '--mantine-color-error': 'var(--failure)',
  '--mantine-color-anchor': 'var(--accent)',
  '--mantine-primary-color-contrast': 'var(--on-accent)',
};

export const cssVariables: CSSVariablesResolver = () => ({
  // Heights and paddings grow with the type.
  variables: { '--mantine-scale': 'var(--type)' },
  light: shared,
  dark: shared,
});

/** A broker keeps its hue wherever it appears; the number beside it says the same. */
export function brokerColor(brokerId: number): string {
  const hue = ((((brokerId - 1) % 6) + 6) % 6) + 1;
  return `var(--broker-${hue})`;
}
