package org.polarbeam.transforms;

import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.coders.SerializableCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Combine;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollectionTuple;
import org.apache.beam.sdk.values.TupleTag;
import org.apache.beam.sdk.values.TupleTagList;
import org.polarbeam.files.InputException;
import org.polarbeam.record.HumanConsistency;
import org.polarbeam.record.Topic;
import org.polarbeam.record.Truth;
import org.polarbeam.survey.HumanDraws;
import org.polarbeam.survey.Microdata;
import org.polarbeam.survey.PolarityTally;
import org.polarbeam.survey.SurveyPlan;
import org.polarbeam.transforms.internal.FileFaults;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Survey microdata → the value polarity of every country, language and of everybody, and how well
 * the people of each country agree with each other. Each file is tallied by itself; tallies add up
 * exactly, in any order.
 */
public final class SurveyTruth extends PTransform<PBegin, PCollectionTuple> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(SurveyTruth.class);

  /** The value polarity of every population on every topic. */
  public static final TupleTag<Truth> TRUTHS = new TupleTag<>() {};

  /** How well the people of each country agree with each other. */
  public static final TupleTag<HumanConsistency> PEOPLE = new TupleTag<>() {};

  /** How the answers to each topic were read. */
  public static final TupleTag<Topic.Told> READINGS = new TupleTag<>() {};

  private final ArrayList<String> files;
  private final SurveyPlan plan;
  private final Opener opener;
  private final long seed;

  /** How a file is opened; for use on workers. */
  public interface Opener extends Serializable {
    InputStream open(String file) throws IOException;
  }

  private SurveyTruth(Collection<String> files, SurveyPlan plan, Opener opener, long seed) {
    this.files = new ArrayList<>(files);
    this.plan = plan;
    this.opener = opener;
    this.seed = seed;
  }

  /**
   * Reads these files.
   *
   * @param plan what is read of them, and how
   */
  public static SurveyTruth from(List<String> files, SurveyPlan plan, Opener opener) {
    if (files.isEmpty()) {
      throw new IllegalArgumentException("files must not be empty");
    }
    return new SurveyTruth(files, plan, opener, 0);
  }

  /** The same with the seed by which respondents are drawn for people's self-consistency. */
  public SurveyTruth withSeed(long newSeed) {
    return new SurveyTruth(files, plan, opener, newSeed);
  }

  @Override
  public PCollectionTuple expand(PBegin begin) {
    return begin
        .apply("Files", Create.of(files).withCoder(StringUtf8Coder.of()))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Tally", ParDo.of(new TallyFn(this)))
        .setCoder(SerializableCoder.of(PolarityTally.class))
        .apply("Add", Combine.globally(new Add(plan)))
        .apply(
            "Populations",
            ParDo.of(new PopulationsFn(String.join(", ", files), seed))
                .withOutputTags(TRUTHS, TupleTagList.of(PEOPLE).and(READINGS)));
  }

  private static final class PopulationsFn extends DoFn<PolarityTally, Truth> {
    private static final long serialVersionUID = 1L;
    private final String files;
    private final long seed;

    PopulationsFn(String files, long seed) {
      this.files = files;
      this.seed = seed;
    }

    @ProcessElement
    public void process(@Element PolarityTally tally, MultiOutputReceiver out) {
      List<Truth> truths = tally.truths();
      if (truths.isEmpty()) {
        throw InputException.in(
            files,
            "there is no answer that can be used: all are missing, or no weight is above 0",
            "Check the columns of answers and weights");
      }
      truths.forEach(out.get(TRUTHS)::output);
      HumanDraws.of(tally, seed).forEach(out.get(PEOPLE)::output);
      tally.readings(truths).forEach(out.get(READINGS)::output);
      tally.notes(truths).forEach(note -> LOG.warn("{}", note));
    }
  }

  private static final class TallyFn extends DoFn<String, PolarityTally> {
    private static final long serialVersionUID = 1L;
    private final SurveyTruth survey;

    TallyFn(SurveyTruth survey) {
      this.survey = survey;
    }

    @ProcessElement
    public void process(@Element String file, OutputReceiver<PolarityTally> out)
        throws IOException {
      try {
        out.output(Microdata.tally(file, survey.opener.open(file), survey.plan));
      } catch (CharacterCodingException e) {
        throw FileFaults.noText(file);
      }
    }
  }

  private static final class Add
      implements SerializableFunction<Iterable<PolarityTally>, PolarityTally> {
    private static final long serialVersionUID = 1L;
    private final SurveyPlan plan;

    Add(SurveyPlan plan) {
      this.plan = plan;
    }

    @Override
    public PolarityTally apply(Iterable<PolarityTally> tallies) {
      PolarityTally sum = new PolarityTally(plan);
      tallies.forEach(sum::add);
      return sum;
    }
  }
}
