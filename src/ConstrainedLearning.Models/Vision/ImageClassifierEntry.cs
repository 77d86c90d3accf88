using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Vision;

/// <summary>How a model presents itself to the registry.</summary>
/// <param name="Name">As written on a command line, lower case.</param>
/// <param name="Description">One line for a help text, with the paper.</param>
/// <param name="Create">Makes the network, standardised images [B, c, h, w] to class scores [B, classes], from the data's sizes.</param>
public sealed record ImageClassifierEntry(string Name, string Description, Func<ImageShape, nn.Module<Tensor, Tensor>> Create);
