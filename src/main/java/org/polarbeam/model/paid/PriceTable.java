package org.polarbeam.model.paid;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ModelSpec;

/**
 * What tokens cost: CSV with {@code model, input_per_million, output_per_million}, in one currency.
 * A row holds for the model of that name; one that ends in a star for all whose names begin with
 * what stands before it, the longest such row first. Some providers charge a share of it.
 */
public final class PriceTable implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No model's million tokens cost more. */
  private static final double DEAREST = 1e6;

  private static final double MILLION = 1e6;

  /** Ends the name of a row that holds for all whose names go on. */
  private static final String ANY = "*";

  /** The price of a million tokens each way. */
  record Price(double input, double output) implements Serializable {}

  private final TreeMap<String, Price> prices = new TreeMap<>();

  private PriceTable() {}

  /** The table that comes with the product: list prices, which change; check them. */
  public static PriceTable bundled() {
    try (Reader csv =
        new InputStreamReader(
            PriceTable.class.getResourceAsStream("prices.csv"), StandardCharsets.UTF_8)) {
      return read(CsvTable.read("prices.csv", csv));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a table.
   *
   * @throws InputException on a missing column, a negative price or a model given twice
   */
  public static PriceTable read(CsvTable csv) {
    csv.require("model", "input_per_million", "output_per_million");
    PriceTable table = new PriceTable();
    for (CsvTable.Row row : csv.rows()) {
      Price price = new Price(price(row, "input_per_million"), price(row, "output_per_million"));
      if (row.text("model").indexOf(ANY) >= 0
          && row.text("model").indexOf(ANY) < row.text("model").length() - 1) {
        throw row.bad(
            "model",
            "* stands for the rest of a name, and has something behind it",
            "Give the beginning of the names and *, such as gpt-4o*");
      }
      if (table.prices.put(row.text("model"), price) != null) {
        throw row.bad("model", "the model is there already", "Remove one of the two rows");
      }
    }
    return table;
  }

  private static double price(CsvTable.Row row, String column) {
    double price = row.number(column);
    if (!(price >= 0 && price <= DEAREST)) {
      throw row.bad(
          column,
          price + (price < 0 ? " is negative" : " is beyond any price"),
          "Give the price of a million tokens in dollars");
    }
    return price;
  }

  /** Whether the model has a price. */
  public boolean knows(ModelSpec model) {
    return row(model) != null;
  }

  /** The row that a model's price is in, as it is spelt there; null where there is none. */
  public String row(ModelSpec model) {
    String name = model.name();
    if (prices.containsKey(name)) {
      return name;
    }
    for (int end = name.length(); end >= 0; end--) {
      String row = name.substring(0, end) + ANY;
      if (prices.containsKey(row)) {
        return row;
      }
    }
    return null;
  }

  /**
   * What tokens cost; 0 for a model without a price.
   *
   * @param in tokens of questions
   * @param out tokens of answers
   */
  public double cost(ModelSpec model, double in, double out) {
    String row = row(model);
    Price price = row == null ? new Price(0, 0) : prices.get(row);
    return (in * price.input + out * price.output) / MILLION;
  }
}
