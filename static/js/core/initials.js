/** The first character, in pinyin order, of every letter that a Mandarin syllable can start with. */
const LETTERS = "ABCDEFGHJKLMNOPQRSTWXYZ";
const FIRST = [..."阿八嚓哒妸发旮哈讥咔垃妈拏噢妑七呥扨它穵夕丫帀"];
/** Characters whose reading in place names here differs from the order of the collation. */
const READ_AS = new Map(Object.entries({ 长: "C", 重: "C", 盂: "Y", 繁: "F", 尉: "Y", 乐: "L", 解: "X", 贾: "J", 曲: "Q", 朝: "C" }));
const HAN = /\p{Script=Han}/u;

const order = new Intl.Collator("zh-CN-u-co-pinyin");

/**
 * Pinyin initials of a name, found by pinyin collation: 榆次区 → "ycq". Other characters are kept.
 *
 * @param {string} name
 */
export function initials(name) {
  return [...name].map(initial).join("").toLowerCase();
}

/** @param {string} character */
function initial(character) {
  if (!HAN.test(character)) return character;
  const known = READ_AS.get(character);
  if (known) return known;
  const next = FIRST.findIndex((first) => order.compare(character, first) < 0);
  return LETTERS[next === -1 ? LETTERS.length - 1 : Math.max(0, next - 1)];
}
