import { emulateMedia } from '@web/test-runner-commands';

/** Shows the page by other media, such as `{ media: 'print' }`. Skips the test in a browser that cannot be told to; Firefox is one. */
export const emulate = async (test: Mocha.Context, media: Parameters<typeof emulateMedia>[0]): Promise<void> => {
  try {
    await emulateMedia(media);
  } catch (error) {
    if (navigator.userAgent.includes('Firefox')) test.skip();
    throw error;
  }
};

/** As it was. */
export const emulateNothing = (): Promise<void> =>
  emulateMedia({ media: 'screen', colorScheme: 'light', reducedMotion: 'no-preference' }).catch(() => {});
