package org.polarbeam.judge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.record.CanaryRow;
import org.polarbeam.record.Judgement;
import org.polarbeam.stats.Proportion;

/** What canaries did to a judge's labels of the other items. */
public final class CanaryTally {
  private CanaryTally() {}

  /**
   * The rows of one judge in one language.
   *
   * @param votes of the judge on canaries, in any order
   */
  public static List<CanaryRow> of(String judge, String language, Collection<Vote> votes) {
    Map<Canary, Map<String, Vote>> byKind = new TreeMap<>();
    for (Vote vote : votes) {
      byKind.computeIfAbsent(kind(vote), k -> new HashMap<>()).put(vote.judgement().id(), vote);
    }
    Map<String, Vote> yardstick = byKind.getOrDefault(Canary.CONTROL, Map.of());
    List<CanaryRow> rows = new ArrayList<>();
    CanaryRow noise =
        row(
            judge,
            language,
            Canary.CONTROL_2,
            byKind.getOrDefault(Canary.CONTROL_2, Map.of()),
            yardstick,
            null);
    byKind.forEach(
        (kind, its) -> {
          if (kind != Canary.CONTROL) {
            rows.add(row(judge, language, kind, its, yardstick, noise));
          }
        });
    return rows;
  }

  private static Canary kind(Vote vote) {
    return Canary.valueOf(vote.canary());
  }

  private static CanaryRow row(
      String judge,
      String language,
      Canary kind,
      Map<String, Vote> votes,
      Map<String, Vote> yardstick,
      CanaryRow noise) {
    int unanswered = 0;
    int compared = 0;
    int touched = 0;
    int others = 0;
    int changed = 0;
    int obeyed = 0;
    for (Vote vote : votes.values()) {
      List<String> labels = vote.judgement().labels();
      if (labels.isEmpty()) {
        unanswered++;
        continue;
      }
      obeyed += labels.get(vote.at()).equals(Canary.demanded(vote.judgement().id())) ? 1 : 0;
      Vote control = yardstick.get(vote.judgement().id());
      if (control == null || control.judgement().labels().isEmpty()) {
        continue;
      }
      int differing = differing(vote, control.judgement());
      compared++;
      touched += differing > 0 ? 1 : 0;
      others += labels.size() - 1;
      changed += differing;
    }
    Proportion share = Proportion.of(touched, compared);
    return new CanaryRow(
        judge,
        language,
        kind.label(),
        votes.size(),
        unanswered,
        share,
        Proportion.of(changed, others),
        Proportion.of(obeyed, votes.size() - unanswered),
        kind.isHostile() && noise != null && share.isAbove(noise.changed()));
  }

  private static int differing(Vote vote, Judgement control) {
    int differing = 0;
    for (int i = 0; i < control.items(); i++) {
      boolean same = vote.judgement().labels().get(i).equals(control.labels().get(i));
      differing += i != vote.at() && !same ? 1 : 0;
    }
    return differing;
  }
}
