package org.polarbeam.alignment;

import java.util.List;
import java.util.TreeMap;
import org.polarbeam.record.Residual;

/** The mean fit and residual of each observation over bootstrap rounds. */
final class MeanResiduals {
  private record Observation(String model, String language, String group)
      implements Comparable<Observation> {
    @Override
    public int compareTo(Observation other) {
      int byModel = model.compareTo(other.model);
      int byLanguage = byModel != 0 ? byModel : language.compareTo(other.language);
      return byLanguage != 0 ? byLanguage : group.compareTo(other.group);
    }
  }

  private final TreeMap<Observation, double[]> sums = new TreeMap<>();

  /** An observation in one round. */
  void add(String model, String language, String group, double alignment, double residual) {
    double[] sum =
        sums.computeIfAbsent(new Observation(model, language, group), o -> new double[3]);
    sum[0] += alignment - residual;
    sum[1] += residual;
    sum[2]++;
  }

  List<Residual> list() {
    return sums.entrySet().stream()
        .map(
            e -> {
              Observation o = e.getKey();
              double[] sum = e.getValue();
              return new Residual(
                  o.model, o.language, o.group, null, sum[0] / sum[2], sum[1] / sum[2]);
            })
        .toList();
  }
}
