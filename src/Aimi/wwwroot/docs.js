// For the page at /docs: its checks run as they are written, and make no functions out of text, which its security policy refuses.
globalThis.__zod_globalConfig = { jitless: true };
