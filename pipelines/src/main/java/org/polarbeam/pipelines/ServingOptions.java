package org.polarbeam.pipelines;

import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;

/** How models of the provider vllm are served on the workers that ask them. */
public interface ServingOptions extends CommonOptions {
  @Description(
      "The GPU that vllm models are served on, as Dataflow spells resource hints; the workers of the"
          + " stages that ask them get it, the others do not.")
  @Default.String("type:nvidia-l4;count:1;install-nvidia-driver:5xx")
  String getAccelerator();

  void setAccelerator(String value);

  @Description("The program that serves, with commas between its words.")
  @Default.String("vllm,serve")
  String getVllmCommand();

  void setVllmCommand(String value);

  @Description(
      "Further flags of the program, which win over those chosen for the model and the GPU, such as"
          + " --vllmFlags=--max-num-seqs,128.")
  List<String> getVllmFlags();

  void setVllmFlags(List<String> value);

  @Description("After how many minutes without an answer a server's start is given up.")
  @Default.Integer(20)
  int getVllmStartMinutes();

  void setVllmStartMinutes(int value);

  @Description(
      "The secret with the model hub's token, for weights that need one, as"
          + " projects/P/secrets/S/versions/V. Without it the environment variable HF_TOKEN is used.")
  String getHubTokenSecret();

  void setHubTokenSecret(String value);
}
