import ms from "ms";

const greeting: string = `hello from ${ms(60_000)}`;
console.log(greeting);
