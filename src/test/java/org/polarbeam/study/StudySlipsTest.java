package org.polarbeam.study;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ModelSpec;

/** What is misspelt or of another type is told with its line and with what was meant. */
class StudySlipsTest {
  private static final String HEAD = "extends: values\nmodels:\n  - name: m\n    family: f\n";

  private static String told(String yaml) {
    return assertThrows(InputException.class, () -> StudyReader.read("s.yaml", yaml), yaml)
        .getMessage();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "temperature: 0,7        | temperature: '0,7' is no number. Write 0.7.",
        "temperature: '\"0.7\"'  | temperature: '0.7' is no number. Write 0.7 without quotation marks.",
        "temperature: .inf       | temperature: '.inf' is no number. Give a number from 0 to 2.",
        "temperature: hot        | temperature: 'hot' is no number. Give a number from 0 to 2.",
        "temperature: 2.5        | temperature: 2.5 is out of range. Give a number from 0 to 2.",
        "temperature:            | temperature: 'null' is no number. Give a number from 0 to 2.",
        "temperature: [1]        | temperature: '[1]' is no number. Give a number from 0 to 2.",
        "max_tokens: 2k          | max_tokens: '2k' is no whole number. Write 2000.",
        "max_tokens: 1_000       | max_tokens: '1_000' is no whole number. Write 1000.",
        "max_tokens: 1e3         | max_tokens: '1000.0' is no whole number. Write 1000.",
        "max_tokens: 1M          | max_tokens: '1M' is no whole number. Write 1000000.",
        "seed: 1.5               | seed: '1.5' is no whole number. Give a whole number, such as 1.",
        "seed: 99999999999999999999 | is no whole number",
        "top_p: 0                | top_p: 0 is out of range. Give a number above 0, at most 1.",
        "samples: yes            | samples: 'yes' is no whole number. Give a whole number from 1 to 1000.",
        "tempertaure: 1          | tempertaure: there is no such part. Did you mean temperature?"
      })
  void aSettingThatCannotBeSentIsTold(String setting, String told) {
    String yaml = HEAD + "    provider: openai\n    sampling:\n      " + setting.replace("'", "");
    String message = told(yaml.strip() + "\n");
    assertTrue(message.startsWith("s.yaml, line 7, models[0].sampling."), message);
    assertTrue(message.contains(told), message);
  }

  /** A comma in curly brackets ends the number. */
  @Test
  void aDecimalCommaInBracketsIsTold() {
    String message = told(HEAD + "    sampling: {temperature: 0,7, seed: 1}\n");
    assertTrue(
        message.contains(
            "line 5, models[0].sampling.temperature: '0,7' is no number. Write decimals with a"
                + " point: 0.7."),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sampling: hot      | this is the text 'hot' and not settings. Give one of max_tokens,",
        "limit: 60          | this is the number 60 and not limits. Give one of requests_per_minute,",
        "limit: [60]        | this is a list and not limits",
        "parameters: local  | this is the text 'local' and not numbers by name",
        "capability: 0.5    | this is the number 0.5 and not scores by language",
        "capability: {en: 56} | 56 is outside [0, 1]. Give a number from 0 to 1",
        "endpoint: 8000     | 8000 is no text. Write it in quotation marks: \"8000\"",
        "endpoint: true     | true is no text. Write it in quotation marks: \"true\"",
        "endpoint: [a]      | this is a list and not a text",
        "sampling:          | the section is missing",
        "sampeling: {}      | there is no such part. Did you mean sampling?"
      })
  void aPartOfAnotherTypeIsTold(String part, String told) {
    String message = told(HEAD + "    provider: openai\n    " + part + "\n");
    assertTrue(message.startsWith("s.yaml, line 6, models[0]."), message);
    assertTrue(message.contains(told), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "models: gpt                    | models: this is the text 'gpt' and not a list. Begin each",
        "models: {name: m}              | models: this is a mapping and not a list",
        "languages: en                  | this is the text 'en' and not languages by tag",
        "languages: {en: English}       | languages.en: this is the text 'English' and not a language",
        "languages: {en: {name: E, verified: yes}} | 'yes' is neither true nor false. Write true,",
        "languages: {en: {name: E, verified: 0}}   | '0' is neither true nor false. Write false,",
        "modles: []                     | modles: there is no such part. Did you mean models?",
        "judge_language: anser          | 'anser' is unknown. Did you mean answer?",
        "judge: gpt                     | judge: 'gpt' is no model",
        "reference: []                  | reference: the list is missing",
        "lists: publihsed               | Did you mean published?",
        "templates: [{id: t1, itmes: 3}] | templates[0].itmes: there is no such part. Did you mean items?",
        "templates: [{id: t1, items: ten}] | items: 'ten' is no whole number. Give a whole number from 1",
        "topics: [{key: f120, pro: yes}] | topics[0].pro: this is the text 'yes' and not statements",
        "topics: [{key: f120, variations: {id: a}}] | variations: this is a mapping and not a list",
        "topics: [{key: f120, answers: {pros: 1}}]  | Did you mean pro?",
        "topics: []                     | topics: the list is missing"
      })
  void aPartOfTheStudyOfAnotherTypeIsTold(String part, String told) {
    String message = told("extends: values\n" + part + "\n");
    assertTrue(message.startsWith("s.yaml, line 2, "), message);
    assertTrue(message.contains(told), message);
  }

  @Test
  void whatIsNoMappingAtAllIsTold() {
    assertTrue(told("").contains("this is empty and not a study"));
    assertTrue(told("- a\n").contains("this is a list and not a study"));
    assertTrue(
        told("study: a\nlanguages: [en]\n").contains("begin the study with extends"),
        "names are of another study");
  }

  @Test
  void aPartThatIsGivenTwiceIsToldWithBothLines() {
    String message = told(HEAD + "    name: n\n");
    assertTrue(
        message.startsWith(
            "s.yaml, line 5, models[0].name: it is given twice, here and in line 3."),
        message);
  }

  @Test
  void anAliasIsWhatItStandsFor_andAMergeLeavesWhatIsSaid() {
    String yaml =
        """
        extends: values
        models:
          - &first
            name: &name m
            family: *name
            provider: openai
            sampling: &its {temperature: 0.5, seed: 7}
          - <<: *first
            name: n
            sampling: {<<: *its, seed: 8}
          - {name: o, <<: [{family: g, provider: mistral}, *first]}
        """;
    List<ModelSpec> specs =
        StudyReader.read("s.yaml", yaml).models().stream().map(StudyModel::spec).toList();
    assertEquals("m", specs.get(0).family());
    assertEquals("m", specs.get(1).family());
    assertEquals("temperature=0.5 seed=8", specs.get(1).sampling().key());
    assertEquals("mistral", specs.get(2).provider(), "the first of several goes before");
    assertEquals("temperature=0.5 seed=7", specs.get(2).sampling().key());
    assertTrue(told("extends: values\nmodels: [{<<: 5}]\n").contains("has no parts to merge"));
    assertTrue(told("extends: values\nmodels: *none\n").contains("line 2, column 9"));
    assertTrue(
        told("extends: values\nmodels: [&m {name: m, family: f, provider: openai}, {<<: *m}]\n")
            .contains("models[1]: m is there already"));
  }

  @Test
  void aHundredTopicsMayShareAPart_andABombIsNone() {
    StringBuilder many = new StringBuilder("extends: values\nmodels:\n");
    many.append("  - {name: m0, family: f, provider: openai, limit: &l {tokens_per_minute: 9}}\n");
    for (int i = 1; i < 100; i++) {
      many.append("  - {name: m" + i + ", family: f, provider: openai, limit: *l}\n");
    }
    assertEquals(100, StudyReader.read("s.yaml", many.toString()).models().size());
    StringBuilder bomb = new StringBuilder("extends: values\nmodels:\n  - &a0 {name: lol}\n");
    for (int i = 1; i < 10; i++) {
      bomb.append("  - &a" + i + " {");
      for (int j = 0; j < 10; j++) {
        bomb.append("k" + j + ": *a" + (i - 1) + ", ");
      }
      bomb.append("}\n");
    }
    assertTrue(told(bomb.toString()).contains("an alias stands for itself or for too much"));
    assertTrue(
        told("extends: values\nmodels: &m [*m]\n").contains("an alias stands for itself or for"));
  }
}
