import type { CSSResult } from 'lit';
import type { Keeping } from './controllers/open-panel.js';
import { enSizing } from './locales/en-sizing.js';
import type { SizingStrings } from './locales/strings.js';
import { type Edge, type SizingViews, sizingStyles, sizingViews } from './views/sizing.js';
import type { ZabyAgent } from './zaby-agent.js';

/** Lets the person change the size of the panel, by its free edges or a button, and remembers it beside the conversation. */
export interface Sizing {
  readonly styles: CSSResult;
  views(strings: Partial<SizingStrings>): SizingViews;
  /** Back to the size that the page gives; what was remembered stays. */
  end(): void;
}

export interface SizingOptions {
  readonly element: ZabyAgent;
  readonly panel: HTMLElement;
  readonly keeping: Keeping;
  readonly update: () => void;
}

/** What is remembered, in px. */
interface Size {
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly expanded?: boolean;
}

type Axis = Edge['axis'];

/** In px: where words still have room beside each other; and so far one key press goes. */
const smallest = { width: 280, height: 320 };
const step = 24;

/** In px: what is read at ease. Who has more already gets all there is. */
const wide = 760;

/** So much of the window a panel beside the page takes at most. */
const share = 0.75;

const properties = { width: '--zaby-panel-inline-size', height: '--zaby-panel-block-size' };

const lengthOf = (value: unknown): number | undefined => (typeof value === 'number' && value > 0 ? value : undefined);

/** What somebody else wrote there is no size. */
const read = (text: string | null): Size => {
  try {
    const { width, height, expanded } = JSON.parse(text ?? '{}') as Record<string, unknown>;
    return { width: lengthOf(width), height: lengthOf(height), expanded: expanded === true };
  } catch {
    return {};
  }
};

export const createSizing = ({ element, panel, keeping, update }: SizingOptions): Sizing => {
  let size: Size = {};
  keeping('size', (storage, key) => (size = read(storage.getItem(key))));

  let now = smallest;
  let largest = smallest;

  const isDocked = (): boolean => element.mode === 'panel';

  /** Which way makes it larger: 1 to the right or downwards. */
  const towards = (axis: Axis): number => {
    if (axis === 'height') return element.placement.startsWith('bottom') ? -1 : 1;
    const isRtl = getComputedStyle(element).direction === 'rtl';
    return element.placement.endsWith('end') === isRtl ? 1 : -1;
  };

  const measure = (): void => {
    const { clientWidth, clientHeight } = document.documentElement;
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const besides = 2 * Math.max(0, Math.min(left, clientWidth - right));
    const beside = Math.max(0, Math.min(top, clientHeight - bottom));
    now = { width: panel.offsetWidth, height: panel.offsetHeight };
    largest = {
      width: Math.max(smallest.width, isDocked() ? clientWidth * share : clientWidth - besides),
      // The launcher stands beside it.
      height: Math.max(smallest.height, clientHeight - 2 * beside - (bottom - top) - 12),
    };
    update();
  };

  const apply = (): void => {
    const { width, height, expanded } = size;
    const all = isDocked() ? `${share * 100}vw` : '100vmax';
    const wanted = expanded
      ? { width: !isDocked() && (width ?? 0) < wide ? `${wide}px` : all, height: '100vmax' }
      : { width: width && `${width}px`, height: height && `${height}px` };
    for (const axis of ['width', 'height'] as const) {
      const value = wanted[axis];
      if (value) panel.style.setProperty(properties[axis], value);
      else panel.style.removeProperty(properties[axis]);
    }
  };

  const change = (next: Size): void => {
    size = next;
    apply();
    measure();
  };
  const remember = (): void =>
    keeping('size', (storage, key) => {
      const { width, height, expanded } = size;
      if (width || height || expanded) storage.setItem(key, JSON.stringify(size));
      else storage.removeItem(key);
    });
  const changeAndRemember = (next: Size): void => {
    change(next);
    remember();
  };

  /** What was expanded keeps the size that it has. */
  const resized = (axis: Axis, length: number): Size => ({
    ...(size.expanded ? now : size),
    [axis]: Math.round(Math.max(smallest[axis], Math.min(length, largest[axis]))),
    expanded: false,
  });

  const drag = (event: PointerEvent, { axis, size: before }: Edge): void => {
    if (event.button !== 0) return;
    event.preventDefault();
    const edge = event.currentTarget as HTMLElement;
    const at = ({ clientX, clientY }: PointerEvent): number => (axis === 'width' ? clientX : clientY);
    const move = (moved: PointerEvent): void => change(resized(axis, before + (at(moved) - at(event)) * towards(axis)));
    edge.focus({ preventScroll: true });
    edge.setPointerCapture(event.pointerId);
    edge.addEventListener('pointermove', move);
    edge.addEventListener(
      'lostpointercapture',
      () => {
        edge.removeEventListener('pointermove', move);
        remember();
      },
      { once: true },
    );
  };

  const toggle = (): void => changeAndRemember({ ...size, expanded: !size.expanded });

  const press = (event: KeyboardEvent, { axis, size: length }: Edge): void => {
    const [less, more] = axis === 'width' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
    const moves = new Map([
      [less, length - step * towards(axis)],
      [more, length + step * towards(axis)],
      ['Home', smallest[axis]],
      ['End', largest[axis]],
    ]);
    const next = moves.get(event.key);
    if (next === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    event.stopPropagation();
    if (next === undefined) toggle();
    else changeAndRemember(resized(axis, next));
  };

  const sizes = new ResizeObserver(measure);
  sizes.observe(panel);
  addEventListener('resize', measure);
  apply();

  return {
    styles: sizingStyles,
    views: (strings) => {
      const axes: readonly Axis[] = isDocked() ? ['width'] : ['width', 'height'];
      return sizingViews(
        {
          edges: axes.map((axis) => ({ axis, size: now[axis], smallest: smallest[axis], largest: largest[axis] })),
          expanded: size.expanded ?? false,
          panelId: panel.id,
        },
        { strings: { ...enSizing, ...strings }, drag, press, toggle, forget: () => changeAndRemember({}) },
      );
    },
    end: () => {
      sizes.disconnect();
      removeEventListener('resize', measure);
      for (const name of Object.values(properties)) panel.style.removeProperty(name);
    },
  };
};
