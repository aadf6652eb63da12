import { type Complaint, isBoolean } from "./values.ts";

/** Source: ParseDevice in frontend/dockerfile/instructions/commands_rundevice.go. */
export function deviceComplaint(value: string): Complaint | undefined {
  if (value.includes('"') || value.includes("$")) return undefined;
  let name = "";
  for (const field of value.split(",")) {
    const equals = field.indexOf("=");
    const key = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
    const given = equals < 0 ? undefined : field.slice(equals + 1);
    if (key === "required") {
      if (given !== undefined && !isBoolean(given))
        return { message: `required is true or false, not ${given || "empty"}` };
    } else if (name !== "") return { message: "only one device can be named, and required" };
    else name = key === "name" && given !== undefined ? given : field;
  }
  return undefined;
}
