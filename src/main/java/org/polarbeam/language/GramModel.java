package org.polarbeam.language;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import opennlp.tools.langdetect.LanguageDetectorModel;
import opennlp.tools.ml.model.AbstractModel;
import opennlp.tools.ml.model.Context;

/**
 * OpenNLP's model of 103 languages, packed: a linear score of each language over the sequences of
 * one to three characters that a text has. The library makes a string of every sequence and looks
 * it up; here a sequence is a number, and reading an answer takes a quarter of the time. Immutable.
 */
final class GramModel {
  private static final String FILE = "/langdetect-183.bin";
  private static final int LONGEST = 3;
  private static final int BITS = Character.SIZE;
  private static final long LENGTH_ONE = 1L << (LONGEST * BITS);
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  private final String[] languages;

  /** A hash table of sequences, with the number of each one's row of weights; 0 is nobody's key. */
  private final long[] keys;

  private final int[] rows;
  private final int shift;

  /** Row r has the weights {@code starts[r] .. starts[r + 1] - 1}, each of a language. */
  private final int[] starts;

  private final byte[] languageOf;
  private final double[] weights;

  private GramModel(AbstractModel model) {
    @SuppressWarnings("unchecked") // what the library says the second structure is
    Map<String, Context> grams = (Map<String, Context>) model.getDataStructures()[1];
    languages = new String[model.getNumOutcomes()];
    for (int language = 0; language < languages.length; language++) {
      languages[language] = model.getOutcome(language);
    }
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(grams.size());
    shift = Long.SIZE - bits - 1; // at most half full
    keys = new long[2 << bits];
    rows = new int[keys.length];
    starts = new int[grams.size() + 1];
    int all = grams.values().stream().mapToInt(c -> c.getOutcomes().length).sum();
    languageOf = new byte[all];
    weights = new double[all];
    int row = 0;
    int end = 0;
    for (Map.Entry<String, Context> gram : grams.entrySet()) {
      int[] outcomes = gram.getValue().getOutcomes();
      double[] its = gram.getValue().getParameters();
      for (int i = 0; i < outcomes.length; i++) {
        languageOf[end] = (byte) outcomes[i];
        weights[end++] = its[i];
      }
      int slot = slot(key(gram.getKey()));
      keys[slot] = key(gram.getKey());
      rows[slot] = row;
      starts[++row] = end;
    }
  }

  /** The model that comes with the library. */
  static GramModel load() {
    try (InputStream file = GramModel.class.getResourceAsStream(FILE)) {
      return new GramModel((AbstractModel) new LanguageDetectorModel(file).getMaxentModel());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The three-letter codes of the languages, in the order of scores. */
  String[] languages() {
    return languages.clone();
  }

  private static long key(String gram) {
    long key = 0;
    for (int i = 0; i < gram.length(); i++) {
      key = key << BITS | gram.charAt(i);
    }
    return gram.length() * LENGTH_ONE | key;
  }

  /** Where the key is, or where it would be. */
  private int slot(long key) {
    long[] table = keys;
    int slot = (int) (key * SPREAD >>> shift);
    while (table[slot] != key && table[slot] != 0) {
      slot = slot + 1 & table.length - 1;
    }
    return slot;
  }

  /**
   * The log-odds of each language up to a constant, from the sequences of a text, each once.
   *
   * @param plain a text as {@link NormalText} makes it
   */
  double[] scores(String plain) {
    double[] sums = new double[languages.length];
    long[] seen = new long[starts.length / Long.SIZE + 1];
    for (int begin = 0; begin < plain.length(); begin++) {
      long gram = 0;
      int most = Math.min(LONGEST, plain.length() - begin);
      for (int length = 1; length <= most; length++) {
        gram = gram << BITS | plain.charAt(begin + length - 1);
        long key = length * LENGTH_ONE | gram;
        int slot = slot(key);
        if (keys[slot] == key) {
          add(rows[slot], sums, seen);
        }
      }
    }
    return sums;
  }

  private void add(int row, double[] sums, long[] seen) {
    long bit = 1L << row;
    if ((seen[row / Long.SIZE] & bit) == 0) {
      seen[row / Long.SIZE] |= bit;
      byte[] of = languageOf; // a quick compiler reads a field at every use
      double[] its = weights;
      int end = starts[row + 1];
      for (int i = starts[row]; i < end; i++) {
        sums[of[i]] += its[i];
      }
    }
  }
}
