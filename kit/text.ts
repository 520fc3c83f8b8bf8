import * as z from 'zod';

/** Every message a person sees exists in both languages. */
export const Text = z.strictObject({ vi: z.string().min(1), en: z.string().min(1) });
export type Text = z.infer<typeof Text>;

export type Language = keyof Text;
