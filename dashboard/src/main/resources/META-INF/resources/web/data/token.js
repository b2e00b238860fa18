const KEY = 'lossline.token';
let asker = () => Promise.resolve(null);

/** The API token entered in this tab; null if there is none. */
export const token = () => sessionStorage.getItem(KEY);

/** Sets the function that prompts for the token; its argument is whether the last token was wrong. */
export function setAsker(ask) {
  asker = ask;
}

/** Prompts for the token and keeps it for this tab; returns false if none was entered. */
export async function askForToken(wasWrong) {
  const given = await asker(wasWrong);
  if (given) sessionStorage.setItem(KEY, given);
  return Boolean(given);
}
