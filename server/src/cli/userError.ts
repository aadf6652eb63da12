/** Something the user can mend; its message is shown without a stack trace and the exit code is 2. */
export class UserError extends Error {}
