package org.polarbeam.prompt;

import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The marks that items of lists begin with. Each pattern has what stands before the number, the
 * number, the sign that ends it and the rest of the line.
 */
enum ListMark {
  /** A number with the mark that ends it, in any script; ordinals and table rows too. */
  NUMBER(
      "\\|?\\s*(\\p{Nd}{1,2}|[\\u2460-\\u2473])(?:\\s*(?:\\*\\*|__)?\\s*"
          + "([.)．）\\]】、:：。।۔|](?:[ºª°]|-(?=\\s))?|/(?=\\s)|\\ufe0f?\\u20e3"
          + "|[-–—](?=[\\s*_]*[\\p{L}\"“«„]))(?!\\p{Nd})"
          + "|(?<=[\\u2460-\\u2473]))(.*)$",
      ListText::number),

  /**
   * A number that one or two words announce, with a blank or without, such as {@code **Interview 1:
   * Anna**}.
   */
  ANNOUNCED(
      "(?:[\\p{L}\\p{M}]{1,30}+\\s+){0,4}[\\p{L}\\p{M}]{1,30}+\\s*[#№]?(\\p{Nd}{1,2})\\s*(?:\\*\\*|__)?\\s*"
          + "([:.)．）、：–—-]|(?=[(（])|$)(?!\\p{Nd})(.*)$",
      ListText::number),

  /** A person by a letter, such as {@code **Person A:**} or {@code 市民A（32歳）：}. */
  LETTERED(
      "(?:[\\p{L}\\p{M}]{2,30}\\s+|[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}ー]{1,10})([A-ZＡ-Ｚ])\\s*"
          + "(?:[(（][^()（）]{1,40}[)）])?\\s*(?:\\*\\*|__)?\\s*([:：])(.*)$",
      ListMark::latin),

  /** A person by an ordinal in words, such as {@code The second citizen:}. */
  ORDINAL(
      "(?:[\\p{L}\\p{M}'’]{1,20}+\\s+){0,2}?("
          + OrdinalWords.pattern()
          + ")[\\p{L}\\p{M}]{0,4}(?:\\s+[\\p{L}\\p{M}'’]{1,20}+){0,3}\\s*(?:[(（][^()（）]{1,60}[)）]|[,،，]\\s?[^:：,،，]{1,60})?"
          + "\\s*(?:\\*\\*|__)?\\s*([:：])(.*)$",
      OrdinalWords::number),

  /** Numbers in words of Chinese and Japanese. */
  HAN(
      "第?([一二三四五六七八九十]{1,3})"
          + "(?:(?<=第[一二三四五六七八九十]{1,3})\\p{IsHan}{1,6}|人目|番目|位|名|个|個|人)?"
          + "(?:[(（][^()（）]{1,40}[)）])?([、.．:：)）,，])(.*)$",
      ListMark::han),

  /** A letter of an alphabet in its order. */
  LETTER("(\\p{L}\\u0640?|الف)([.)．）、])(?:\\s+|(?<=[．）、]))(.*)$", ListMark::letter),

  /** Roman numerals. */
  ROMAN("([IVX]{1,5}|[ivx]{1,5})([.)])\\s+(.*)$", ListMark::roman);

  /** What models put before a number: quote, heading, bullet and bold marks, directional marks. */
  private static final String BEFORE = "^([\\s>#*_•\\u200e\\u200f-]*+)[(（\\[【]?";

  private static final String HAN_DIGITS = "一二三四五六七八九";

  private static final List<String> ROMANS =
      List.of(
          "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV",
          "XV");

  /** In the order in which lists count by them; letters that lists leave out are no great gaps. */
  private static final List<String> ALPHABETS =
      List.of(
          "abcdefghijklmno",
          "абвгдежзийклмно",
          "αβγδεζηθικλμνξο",
          "ابجدهوزحطيكلمنس",
          "אבגדהוזחטיכלמנס",
          "कखगघङचछजझञटठडढण",
          "কখগঘঙচছজঝঞটঠডঢণ",
          "가나다라마바사아자차카타파하",
          "アイウエオカキクケコサシスセソ",
          "กขคงจฉชซญดตถทธน");

  private final Pattern pattern;
  private final ToIntFunction<String> number;

  ListMark(String pattern, ToIntFunction<String> number) {
    int flags = name().equals("ORDINAL") ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    this.pattern = Pattern.compile(BEFORE + pattern, flags);
    this.number = number;
  }

  /** Matches a line that begins with this mark. */
  Matcher matcher(String line) {
    return pattern.matcher(line);
  }

  /** What the mark counts; 0 for nothing. */
  int number(String text) {
    return number.applyAsInt(text);
  }

  private static int latin(String text) {
    int letter = text.charAt(0);
    return letter >= 'Ａ' ? letter - 'Ａ' + 1 : letter - 'A' + 1;
  }

  private static int han(String text) {
    int tens = text.indexOf('十');
    return tens < 0
        ? HAN_DIGITS.indexOf(text.charAt(text.length() - 1)) + 1
        : 10 * (tens == 0 ? 1 : HAN_DIGITS.indexOf(text.charAt(0)) + 1)
            + (tens == text.length() - 1 ? 0 : HAN_DIGITS.indexOf(text.charAt(tens + 1)) + 1);
  }

  private static int letter(String text) {
    String letter = text.substring(0, 1).toLowerCase(Locale.ROOT).replace('أ', 'ا');
    return ALPHABETS.stream().mapToInt(a -> a.indexOf(letter) + 1).max().orElse(0);
  }

  private static int roman(String text) {
    return ROMANS.indexOf(text.toUpperCase(Locale.ROOT)) + 1;
  }
}
