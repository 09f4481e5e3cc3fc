'use strict';

// Keeps the state of an account up to date while its page is open. Without this script the page shows the state of when it was loaded.
(() => {
    const section = document.querySelector('[data-events]');
    const part = name => section.querySelector(`[data-live="${name}"]`);
    const ended = Number(section.dataset.ended);

    const show = account => {
        part('state').textContent = account.state;
        part('state').className = `badge state-${account.kind}`;
        part('reason').textContent = account.reason;
        // Unchanged text is not set again: a screen reader would read it aloud again.
        if (part('now').textContent !== account.now) {
            part('now').textContent = account.now;
        }

        const progress = part('progress');
        progress.hidden = !account.isBusy || account.total === 0;
        progress.max = Math.max(account.total, 1);
        progress.value = Math.min(account.done, progress.max);
        part('ended').hidden = account.isBusy || account.ended === ended;
    };

    const events = new EventSource(section.dataset.events);
    events.onmessage = event => {
        part('connection').textContent = '';
        show(JSON.parse(event.data));
    };
    events.onerror = () => {
        part('connection').textContent = events.readyState === EventSource.CLOSED ? 'Load the page again to see what happens.' : 'Connecting again…';
    };
})();
