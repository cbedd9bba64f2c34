/**
 * Questions that come faster than they are answered: one is on its way at a time, of those that
 * wait only the newest is asked, and an answer is shown unless it was forgotten meanwhile.
 *
 * @template Q, A
 * @param {(question: Q) => Promise<A>} ask
 * @param {{ show: (answer: A, question: Q) => void, fail: (thrown: unknown, question: Q) => void }} then
 */
export function newestWins(ask, { show, fail }) {
  /** @type {{ question: Q } | null} */
  let waiting = null;
  let busy = false;
  let era = 0;

  async function run() {
    while (waiting) {
      const { question } = waiting;
      const mine = era;
      waiting = null;
      try {
        const answer = await ask(question);
        if (mine === era) show(answer, question);
      } catch (thrown) {
        if (mine === era) fail(thrown, question);
      }
    }
    busy = false;
  }

  return {
    /** @param {Q} question */
    put(question) {
      waiting = { question };
      if (busy) return;
      busy = true;
      void run();
    },
    /** Nothing that was asked so far is shown any more. */
    forget() {
      era += 1;
      waiting = null;
    },
  };
}
