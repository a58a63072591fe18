// The person of /me, in whose language and zone Aimi speaks of her own accord: reminders, questions, mails.

import { call } from './api.js';

let told = Promise.resolve();

/** The language that was chosen. */
export const tellLanguage = ({ locale }) => inTurn(() => change({ locale }));

/** What nobody told the server is as this browser has it; what somebody set stays. */
export const introduce = speaking => inTurn(async () => {
  const { guessed = [] } = await call('GET', 'me');
  const known = { locale: speaking().locale, timezone: Intl.DateTimeFormat().resolvedOptions().timeZone };
  // One by one: a zone that the server does not know keeps nobody from their language.
  for (const name of guessed) await change({ [name]: known[name] }).catch(passing);
});

const change = body => call('PATCH', 'me', { body });

// One after the other, so that what was chosen last holds.
function inTurn(act) {
  told = told.then(act).catch(passing);
}

/** The page goes on without; what is still a guess is told by the next one. */
function passing() {}
