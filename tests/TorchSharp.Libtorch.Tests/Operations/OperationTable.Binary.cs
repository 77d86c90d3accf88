using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

internal static partial class OperationTable
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Binary = new()
    {
        ["maximum"] = t => t[0].maximum(t[1]),
        ["minimum"] = t => t[0].minimum(t[1]),
        ["max_elementwise"] = t => max(t[0], t[1]),
        ["fmax"] = t => t[0].fmax(t[1]),
        ["fmin"] = t => t[0].fmin(t[1]),
        ["atan2"] = t => t[0].atan2(t[1]),
        ["hypot"] = t => t[0].hypot(t[1]),
        ["copysign"] = t => t[0].copysign(t[1]),
        ["nextafter"] = t => t[0].detach().nextafter(t[1].detach()),
        ["heaviside"] = t => t[0].detach().heaviside(t[1].detach()),
        ["logaddexp"] = t => t[0].logaddexp(t[1]),
        ["logaddexp2"] = t => t[0].logaddexp2(t[1]),
        ["xlogy"] = t => t[0].xlogy(t[1]),
        ["igamma"] = t => t[0].detach().igamma(t[1].detach()),
        ["dist"] = t => t[0].dist(t[1], 3),
        ["where"] = t => where(t[0], t[1], t[2]),
        ["where_method"] = t => t[0].where(t[0] > 0, t[1]),
        ["logical_and"] = t => t[0].logical_and(t[1]),
        ["logical_or"] = t => t[0].logical_or(t[1]),
        ["logical_xor"] = t => t[0].logical_xor(t[1]),
    };
}
