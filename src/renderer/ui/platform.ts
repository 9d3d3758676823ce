/** The command key does there what Control does elsewhere. */
export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);
