/** What a dragged item of the palette says it is. */
export const dragType = 'application/x-rivulet-node';
