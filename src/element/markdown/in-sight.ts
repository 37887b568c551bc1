let isSeen = false;

/** Resolves once any code is in sight: what colours it comes then, for nobody misses it before. */
export const inSight = (code: Element): Promise<void> | void => {
  if (isSeen) return;
  return new Promise((resolve) => {
    const observer = new IntersectionObserver((entries) => {
      isSeen ||= entries.some(({ isIntersecting }) => isIntersecting);
      if (!isSeen) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(code);
  });
};
