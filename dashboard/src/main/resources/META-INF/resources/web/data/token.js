const KEY = 'lossline.token';
let asker = () => Promise.resolve(null);

/** The API token that was given in this tab; null before. */
export const token = () => sessionStorage.getItem(KEY);

/** Says who asks a person for the token: a function that is told whether the last one was wrong. */
export function setAsker(ask) {
  asker = ask;
}

/** Asks for the token and keeps it for this tab; false where none is given. */
export async function askForToken(wasWrong) {
  const given = await asker(wasWrong);
  if (given) sessionStorage.setItem(KEY, given);
  return Boolean(given);
}
