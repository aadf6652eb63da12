import words from "../../../l10n/words.zh-cn.json" with { type: "json" };

/** What the server, the command line and the image report say, in Simplified Chinese. */
export { words };
