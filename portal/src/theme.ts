import { createTheme } from '@mantine/core';
import { texts } from './texts';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

const weft: MantineColorsTuple = [
  '#effcf9',
  '#d5f5ee',
  '#a9e9de',
  '#72d7c9',
  '#3fbfb0',
  '#1fa396',
  '#117f75',
  '#0f6b64',
  '#105651',
  '#0d4744',
];

/** Greys with a breath of blue; the last ones are the surfaces of the dark scheme. */
const dark: MantineColorsTuple = [
  '#dfe3e7',
  '#c3c9cf',
  '#a3abb3',
  '#8a939c',
  '#3a4148',
  '#2b3137',
  '#20252a',
  '#171b1f',
  '#111417',
  '#0c0f11',
];

/** Dense and calm: small type, small radii, one accent. Sizes of controls are the same on every page. */
export const theme = createTheme({
  primaryColor: 'weft',
  primaryShade: { light: 7, dark: 6 },
  colors: { weft, dark },
  fontFamily: "'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif",
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', 'Cascadia Code', 'DejaVu Sans Mono', Menlo, Consolas, monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '19px' },
  headings: { fontWeight: '600' },
  defaultRadius: 6,
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs', fz: 13 } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray' } },
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    NumberInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    Autocomplete: { defaultProps: { size: 'xs' } },
    MultiSelect: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    Tooltip: {
      defaultProps: { openDelay: 250, withArrow: true, events: { hover: true, focus: true, touch: true } },
    },
    Modal: {
      defaultProps: {
        centered: true,
        closeButtonProps: { 'aria-label': texts.app.close },
        overlayProps: { backgroundOpacity: 0.4 },
        transitionProps: { duration: 120 },
      },
    },
  },
});

/** Mantine's own surfaces follow the portal's (see styles/base.css). */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': 'var(--panel)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--dim)',
    '--mantine-color-placeholder': 'var(--faint)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--bad)',
  },
  dark: {
    '--mantine-color-body': 'var(--panel)',
    '--mantine-color-text': 'var(--text)',
    '--mantine-color-dimmed': 'var(--dim)',
    '--mantine-color-placeholder': 'var(--faint)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--bad)',
  },
});
