// Texts, times and numbers in the person's language.

import { keep, recall } from './storage.js';

const offered = ['ru', 'en'];

/** The language chosen here before, else the first of the browser's that we speak, else English. */
export function preferredLanguage() {
  const wanted = [recall('language'), ...navigator.languages].filter(Boolean);
  return wanted.map(tag => tag.split('-')[0].toLowerCase()).find(tag => offered.includes(tag)) ?? 'en';
}

export async function loadLanguage(tag) {
  const response = await fetch(`locales/${tag}.json`);
  if (!response.ok) throw new Error(`locales/${tag}.json: ${response.status}`);
  return new Language(tag, await response.json());
}

export class Language {
  #texts;
  #plural;
  #number;
  #time;
  #weekday;
  #date;
  #relative;
  #days = { today: 0, labels: new Map() };

  constructor(tag, texts) {
    // Formats follow the region too where the browser names one for this language: en-GB writes 24 hours, en-US 12.
    const locale = navigator.languages.find(each => each.split('-')[0] === tag) ?? tag;
    this.tag = tag;
    this.locale = locale;
    this.#texts = texts;
    this.#plural = new Intl.PluralRules(locale);
    this.#number = new Intl.NumberFormat(locale);
    this.#time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit' });
    this.#weekday = new Intl.DateTimeFormat(locale, { weekday: 'long', day: 'numeric', month: 'long' });
    this.#date = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric' });
    this.#relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  }

  choose() {
    keep('language', this.tag);
  }

  has(key) {
    return key in this.#texts;
  }

  t(key, n) {
    const text = this.#texts[key];
    const form = typeof text === 'object' ? text[this.#plural.select(n)] ?? text.other : text;
    return form.replace('{n}', () => this.#number.format(n));
  }

  time(instant) {
    return this.#time.format(new Date(instant));
  }

  day(instant, now = new Date()) {
    const today = midnight(now);
    const day = midnight(new Date(instant));
    if (this.#days.today !== today) this.#days = { today, labels: new Map() };
    const { labels } = this.#days;
    if (!labels.has(day)) labels.set(day, this.#label(new Date(day), now, Math.round((today - day) / 86_400_000)));
    return labels.get(day);
  }

  #label(date, now, ago) {
    if (Math.abs(ago) <= 1) return capitalised(this.#relative.format(-ago, 'day'), this.tag);
    return capitalised((date.getFullYear() === now.getFullYear() ? this.#weekday : this.#date).format(date), this.tag);
  }

  /** Fills what index.html names by data-i18n (text), data-i18n-label and data-i18n-placeholder. */
  apply(root) {
    document.documentElement.lang = this.tag;
    for (const element of root.querySelectorAll('[data-i18n]')) element.textContent = this.t(element.dataset.i18n);
    for (const element of root.querySelectorAll('[data-i18n-label]')) {
      const label = this.t(element.dataset.i18nLabel);
      element.setAttribute('aria-label', label);
      if (element.matches('button')) element.title = label;
    }
    for (const element of root.querySelectorAll('[data-i18n-placeholder]')) element.placeholder = this.t(element.dataset.i18nPlaceholder);
  }
}

function midnight(date) {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function capitalised(text, tag) {
  return text.charAt(0).toLocaleUpperCase(tag) + text.slice(1);
}
