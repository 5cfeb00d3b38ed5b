/** What people read while they write a document, whatever it is. */
export const draftTexts = {
  problems: (count: number) => (count === 1 ? '1 problem' : `${count} problems`),
  sound: 'No problems',
  checking: 'Looking…',
  textOf: (name: string) => `${name} as text`,
  review: 'Review and apply',
  reviewTitle: (name: string) => `What changes in ${name}`,
  reviewNew: (name: string) => `${name} is new`,
  reviewNothing: 'Nothing: it is as it was.',
  difference: 'The difference as text',
  apply: 'Apply',
  back: 'Go on writing',
  meanwhile: 'Somebody else has changed it meanwhile. The difference has been made anew: look at it again.',
} as const;
