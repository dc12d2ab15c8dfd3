package org.polarbeam.language;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A language as people, models and programs name it, in one spelling: BCP-47 tags with region and
 * script, codes that have been withdrawn, codes of three letters (also those of libraries), the
 * parts of macrolanguages, and English and own names.
 *
 * @param language the primary subtag, the shortest there is
 * @param script as told, such as {@code Hant}; empty when it is not
 * @param region as told, such as {@code BR}; empty when it is not
 * @see <a href="https://www.iana.org/assignments/language-subtag-registry">the subtag registry</a>
 */
public record LanguageTag(String language, String script, String region) {
  /** The tag of no known language. */
  static final String UNKNOWN = "und";

  /**
   * The codes of ISO 639-1, and of no known language. They stand here, and are not the JDK's, since
   * what a judge may answer is a part of a question's content id.
   */
  public static final List<String> TWO_LETTERS =
      List.of(
          ("aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv"
                  + " cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he"
                  + " hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn"
                  + " ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na"
                  + " nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa"
                  + " sc sd se sg si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr"
                  + " ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu und")
              .split(" "));

  /** Other codes and names of languages, where the JDK does not know them. */
  private static final Map<String, String> ALIASES = aliases();

  /** Those of a language that are told apart by nobody in a short text, by what is asked for. */
  private static final Map<String, Set<String>> ALSO =
      Map.ofEntries(
          Map.entry("no", Set.of("nb", "nn")),
          Map.entry("nb", Set.of("no", "nn")),
          Map.entry("nn", Set.of("no", "nb")),
          Map.entry("sr", Set.of("hr", "bs", "sh", "cnr")),
          Map.entry("hr", Set.of("bs", "sr", "sh")),
          Map.entry("bs", Set.of("hr", "sr", "sh")),
          Map.entry("sh", Set.of("sr", "hr", "bs")),
          Map.entry("cnr", Set.of("sr", "hr", "bs")),
          Map.entry("fil", Set.of("tl")),
          Map.entry("tl", Set.of("fil")),
          Map.entry("ms", Set.of("id")));

  /** Languages that have several codes. */
  private static final Map<String, Set<String>> NAMESAKES =
      Map.of(
          "no", Set.of("nb", "nn"),
          "nb", Set.of("no"),
          "nn", Set.of("no"),
          "fil", Set.of("tl"),
          "tl", Set.of("fil"));

  private static Map<String, String> aliases() {
    Map<String, String> all = new HashMap<>();
    for (String code : Locale.getISOLanguages()) {
      Locale locale = Locale.forLanguageTag(code);
      String language = locale.getLanguage();
      all.putIfAbsent(locale.getISO3Language(), language);
      all.putIfAbsent(locale.getDisplayLanguage(Locale.ENGLISH).toLowerCase(Locale.ROOT), language);
      all.putIfAbsent(locale.getDisplayLanguage(locale).toLowerCase(Locale.ROOT), language);
    }
    String[][] more = {
      // withdrawn
      {"iw", "he"},
      {"in", "id"},
      {"ji", "yi"},
      {"mo", "ro"},
      {"mol", "ro"},
      {"jw", "jv"},
      {"scc", "sr"},
      {"scr", "hr"},
      // of libraries (ISO 639-2/B)
      {"alb", "sq"},
      {"arm", "hy"},
      {"baq", "eu"},
      {"bur", "my"},
      {"chi", "zh"},
      {"cze", "cs"},
      {"dut", "nl"},
      {"fre", "fr"},
      {"geo", "ka"},
      {"ger", "de"},
      {"gre", "el"},
      {"ice", "is"},
      {"mac", "mk"},
      {"mao", "mi"},
      {"may", "ms"},
      {"per", "fa"},
      {"rum", "ro"},
      {"slo", "sk"},
      {"tib", "bo"},
      {"wel", "cy"},
      // parts of macrolanguages, by the part that is meant
      {"cmn", "zh"},
      {"pes", "fa"},
      {"prs", "fa"},
      {"arb", "ar"},
      {"ekk", "et"},
      {"lvs", "lv"},
      {"plt", "mg"},
      {"swh", "sw"},
      {"zsm", "ms"},
      {"nob", "nb"},
      {"nno", "nn"},
      {"azj", "az"},
      {"uzn", "uz"},
      {"khk", "mn"},
      {"als", "sq"},
      {"npi", "ne"},
      {"ory", "or"},
      {"pbu", "ps"},
      {"ydd", "yi"},
      {"kmr", "ku"},
      {"gug", "gn"},
      {"quz", "qu"},
      {"tgl", "tl"},
      // names
      {"mandarin", "zh"},
      {"mandarin chinese", "zh"},
      {"chinese (simplified)", "zh"},
      {"chinese (traditional)", "zh"},
      {"simplified chinese", "zh"},
      {"traditional chinese", "zh"},
      {"filipino", "fil"},
      {"farsi", "fa"},
      {"dari", "fa"},
      {"brazilian portuguese", "pt"},
      {"portuguese (brazil)", "pt"},
      {"castilian", "es"},
      {"bokmål", "nb"},
      {"norwegian bokmål", "nb"},
      {"nynorsk", "nn"},
      {"norwegian nynorsk", "nn"},
      {"burmese", "my"},
      {"myanmar", "my"},
      {"kyrgyz", "ky"},
      {"odia", "or"},
      {"sinhalese", "si"},
      {"flemish", "nl"},
      {"moldovan", "ro"},
      {"serbo-croatian", "sh"},
      {"montenegrin", "cnr"},
      {"uyghur", "ug"},
      {"punjabi", "pa"},
      {"haitian creole", "ht"},
      {"scots gaelic", "gd"},
      {"azeri", "az"}
    };
    for (String[] alias : more) {
      all.put(alias[0], alias[1]);
    }
    return Map.copyOf(all);
  }

  /** What a text names; {@link #UNKNOWN} where it names no language. */
  public static LanguageTag of(String text) {
    String plain = text.strip().replace('_', '-').toLowerCase(Locale.ROOT);
    String named = ALIASES.getOrDefault(plain, ALIASES.get(plain.replace('-', ' ')));
    if (named != null) {
      return new LanguageTag(named, "", "");
    }
    Locale locale = Locale.forLanguageTag(plain);
    String language = locale.getLanguage();
    if (language.isEmpty()) {
      return new LanguageTag(UNKNOWN, "", "");
    }
    return new LanguageTag(
        ALIASES.getOrDefault(language, language), locale.getScript(), locale.getCountry());
  }

  /**
   * Whether people who speak that, as a survey calls it, speak this: the languages are one by
   * another code, and not merely as like as those of neighbours.
   */
  public boolean isSpokenWhere(LanguageTag told) {
    boolean same =
        language.equals(told.language)
            || NAMESAKES.getOrDefault(language, Set.of()).contains(told.language);
    return same && (script.isEmpty() || told.script.isEmpty() || script.equals(told.script));
  }

  /** Whether this, which is asked for, and that, which was told, are the same language. */
  public boolean covers(LanguageTag told) {
    boolean same =
        language.equals(told.language)
            || ALSO.getOrDefault(language, Set.of()).contains(told.language);
    return same && (script.isEmpty() || told.script.isEmpty() || script.equals(told.script));
  }
}
