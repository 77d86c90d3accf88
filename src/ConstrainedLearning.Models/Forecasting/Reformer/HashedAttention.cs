using ConstrainedLearning.Models.Forecasting.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// Multi-head attention of the last rows to those that hash alike: [B, N, width] to [B, rows, width]. One projection serves as query and, at length 1, as key.
/// Tokens are filled up with zeros to an even number of chunks; these are hashed and seen like others, as in the code of the forecasting benchmarks.
/// </summary>
internal sealed class HashedAttention : nn.Module<Tensor, Tensor>
{
    private readonly Linear project;
    private readonly Linear output;
    private readonly Dropout dropout;
    private readonly int _heads;
    private readonly int _chunk;
    private readonly int _rounds;
    private readonly long _rows;
    private readonly HashDirections _directions;

    public HashedAttention(ReformerOptions options, long rows, HashDirections directions) : base(nameof(HashedAttention))
    {
        (_heads, _chunk, _rounds, _rows, _directions) = (options.Sizes.Heads, options.BucketSize, options.Hashes, rows, directions);
        project = nn.Linear(options.Sizes.Width, 2 * options.Sizes.Width, hasBias: false);
        output = nn.Linear(options.Sizes.Width, options.Sizes.Width);
        // Attention itself drops nothing here, in the published code too.
        dropout = nn.Dropout(0);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var tokens = input.shape[1];
        var joint = project.call(input);
        if (tokens % (2 * _chunk) is var over and > 0) joint = nn.functional.pad(joint, [0, 0, 0, 2 * _chunk - over]);
        var parts = Attention.SplitHeads(joint, 2, _heads);
        var directions = _directions(parts[0], _rounds, joint.shape[1] / _chunk / 2);
        var mask = HashedNeighbours.Mask(parts[0], directions, _chunk, tokens, _rows);
        var query = parts[0].narrow(1, tokens - _rows, _rows);
        return output.call(Attention.Attend(query, nn.functional.normalize(parts[0], dim: -1), parts[1], mask, _heads, dropout));
    }
}
