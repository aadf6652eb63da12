import sentences from "../../../l10n/rules.zh-cn.json" with { type: "json" };
import words from "../../../l10n/words.zh-cn.json" with { type: "json" };

/** What the server, the command line and the image report say, in Simplified Chinese; and what the rules say. */
export { sentences, words };
