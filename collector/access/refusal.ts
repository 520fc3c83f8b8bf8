/** Why a change of people, tokens or agents is not made; each has its words, and its status over HTTP. */
export type Refusal =
  /** Not there, or outside what the caller looks after: told no more of. */
  | 'unknown'
  /** The role, or the place in the tree, is not the caller's to give. */
  | 'not_allowed'
  | 'name_taken'
  /** The role needs another kind of unit: an officer a group, a school a school, an admin none. */
  | 'wrong_unit'
  | 'last_admin'
  | 'yourself'
  | 'disabled'
  /** Expires in the past, or in more than five years. */
  | 'bad_expiry'
  | 'unknown_unit'
  /** Announced work: its end, its length, when it is, how much of it there is. */
  | 'ends_before'
  | 'too_long'
  | 'in_past'
  | 'too_far'
  | 'too_many'
  | 'over_already';
