// What is pushed to this browser: shown, and answered, also while no page is open. The push brings its words, in the language of the device.

self.addEventListener('push', event => event.waitUntil(show(event.data.json())));

self.addEventListener('notificationclick', event => {
  event.notification.close();
  event.waitUntil(event.action ? answer(event.action, event.notification.data) : open());
});

// One that rings again takes the place of itself, and is heard; one that merely comes twice is not.
async function show(push, body = push.body) {
  const { title, lang, silent, actions, reminder_id: tag } = push;
  const shown = await self.registration.getNotifications({ tag });
  const renotify = !silent && !shown.some(each => each.data.action_path === push.action_path);
  await self.registration.showNotification(title, { body, lang, silent, actions, tag, renotify, data: push });
}

async function answer(action, push) {
  const address = new URL(push.action_path.slice(1), self.registration.scope);
  try {
    const response = await fetch(address, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ action }) });
    if (response.ok) return;
  } catch { /* nobody answers: said below */ }
  await show(push, push.failed);
}

async function open() {
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  await (pages.length ? pages[0].focus() : self.clients.openWindow(self.registration.scope));
}
