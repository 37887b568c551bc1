import type { Plugin } from 'rolldown';

/** A piece of code, and what stands in its place. */
type Change = readonly [from: string, to: string];

/**
 * What nothing of ours reaches, by file of Lit. Templates stay whole: a page's own blocks may use all that they can do.
 *
 * A browser that knows our colours has adopted style sheets; our sheets hold no others; properties are declared without decorators,
 * accessors of their own, initial values or types but Boolean; there are no controllers and initializers; and nobody listens to what
 * Lit tells its tools and its polyfills.
 */
const unreached: Readonly<Record<string, readonly Change[]>> = {
  'css-tag.js': [
    [
      'e=t.ShadowRoot&&(void 0===t.ShadyCSS||t.ShadyCSS.nativeShadow)&&"adoptedStyleSheets"in Document.prototype&&"replace"in CSSStyleSheet.prototype',
      'e=!0',
    ],
    [
      'if(this._$cssResult$=!0,o!==s)throw Error("CSSResult is not constructable. Use `unsafeCSS` or `css` instead.");',
      '',
    ],
    [
      'get styleSheet(){let t=this.o;const s=this.t;if(e&&void 0===t){const e=void 0!==s&&1===s.length;e&&(t=o.get(s)),void 0===t&&((this.o=t=new CSSStyleSheet).replaceSync(this.cssText),e&&o.set(s,t))}return t}toString(){return this.cssText}',
      'get styleSheet(){this.o||(this.o=new CSSStyleSheet).replaceSync(this.cssText);return this.o}',
    ],
    [
      '1===t.length?t[0]:e.reduce((e,s,o)=>e+(t=>{if(!0===t._$cssResult$)return t.cssText;if("number"==typeof t)return t;throw Error("Value passed to \'css\' function must be a \'css\' function result: "+t+". Use \'unsafeCSS\' to pass non-literal values, but take care to ensure page security.")})(s)+t[o+1],t[0])',
      't[0]',
    ],
    ['t instanceof CSSStyleSheet?t:t.styleSheet', 't.styleSheet'],
    [',this.t=e}', '}'],
    [',o=new WeakMap;', ';'],
  ],
  'reactive-element.js': [
    [',c=a.trustedTypes,l=c?c.emptyScript:"",p=a.reactiveElementPolyfillSupport', ',l="",p=void 0'],
    ['case Object:case Array:t=null==t?t:JSON.stringify(t)', ''],
    ['case Number:i=null===t?null:Number(t);break;case Object:case Array:try{i=JSON.parse(t)}catch(t){i=null}', ''],
    ['static addInitializer(t){this._$Ei(),(this.l??=[]).push(t)}', ''],
    [',void 0!==t.l&&(this.l=[...t.l])', ''],
    [',this.constructor.l?.forEach(t=>t(this))', ''],
    ['Symbol.metadata??=Symbol("metadata"),a.litPropertyMetadata??=new WeakMap;', ''],
    [
      'const t=this[Symbol.metadata];if(null!==t){const s=litPropertyMetadata.get(t);if(void 0!==s)for(const[t,i]of s)this.elementProperties.set(t,i)}',
      '',
    ],
    [',this.prototype.hasOwnProperty(t)&&((s=Object.create(s)).wrapped=!0)', ''],
    [
      'const t=this.constructor.elementProperties;if(t.size>0)for(const[s,i]of t){const{wrapped:t}=i,e=this[s];!0!==t||this._$AL.has(s)||void 0===e||this.C(s,void 0,i,e)}',
      '',
    ],
    ['||i.useDefault&&i.reflect&&h===this._$Ej?.get(t)&&!this.hasAttribute(r._$Eu(t,i))', ''],
    ['this[e]=r??this._$Ej?.get(e)??r', 'this[e]=r'],
    [
      '{useDefault:i,reflect:e,wrapped:h},r){i&&!(this._$Ej??=new Map).has(t)&&(this._$Ej.set(t,r??s??this[t]),!0!==h||void 0!==r)||(this._$AL.has(t)||(this.hasUpdated||i||(s=void 0),this._$AL.set(t,s)),!0===e&&this._$Em!==t&&(this._$Eq??=new Set).add(t))}',
      '{reflect:e}){this._$AL.has(t)||(this.hasUpdated||(s=void 0),this._$AL.set(t,s)),!0===e&&this._$Em!==t&&(this._$Eq??=new Set).add(t)}',
    ],
    [
      'addController(t){(this._$EO??=new Set).add(t),void 0!==this.renderRoot&&this.isConnected&&t.hostConnected?.()}removeController(t){this._$EO?.delete(t)}',
      '',
    ],
    [',this._$EO?.forEach(t=>t.hostConnected?.())', ''],
    ['this._$EO?.forEach(t=>t.hostDisconnected?.())', ''],
    [',this._$EO?.forEach(t=>t.hostUpdate?.())', ''],
    ['this._$EO?.forEach(t=>t.hostUpdated?.()),', ''],
    [',(a.reactiveElementVersions??=[]).push("2.1.2")', ''],
  ],
  'lit-element.js': [
    [',s.litElementHydrateSupport?.({LitElement:i});const o=s.litElementPolyfillSupport;o?.({LitElement:i});', ';'],
    ['(s.litElementVersions??=[]).push("4.2.2");', ''],
  ],
  // For one assignment it would bring all that Lit shows to its own tools.
  'keyed.js': [
    ['import{setCommittedValue as s}from"../directive-helpers.js";', ''],
    ['s(r)', 'r._$AH={}'],
  ],
  'lit-html.js': [[',B=t.litHtmlPolyfillSupport;B?.(S,k),(t.litHtmlVersions??=[]).push("3.3.3");', ';']],
};

/** Takes from one of Lit's files what we never reach; throws where that file has another form than expected. */
export const withoutUnreached = (file: string, code: string): string =>
  (unreached[file] ?? []).reduce((rest, [from, to]) => {
    const [before, after, ...others] = rest.split(from);
    if (before === undefined || after === undefined || others.length > 0)
      throw new Error(`${file} of Lit no longer has the form that this build knows. Expected once: ${from}`);
    return before + to + after;
  }, code);

/**
 * Leaves out of Lit what an element like ours never reaches: 0.8 kB gzip of the tenth that is on a page before anyone opens the panel.
 *
 * No bundler may, for they are members of classes, and what stands in globals is only known when it runs.
 */
export const keepReachedOfLit = (): Plugin => ({
  name: 'keep-reached-of-lit',
  transform: {
    filter: {
      id: /[\\/]node_modules[\\/](?:@lit[\\/]reactive-element|lit-element|lit-html)[\\/](?:directives[\\/])?[^\\/]+\.js$/,
    },
    handler: (code, id) => ({ code: withoutUnreached(id.replace(/^.*[\\/]/, ''), code), map: null }),
  },
});
