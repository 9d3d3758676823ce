export const home = { title: ['home', 'home'] } as const;
