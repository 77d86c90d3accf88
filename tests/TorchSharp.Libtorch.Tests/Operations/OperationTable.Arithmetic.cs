using static TorchSharp.torch;

namespace TorchSharp.Libtorch.Tests;

internal static partial class OperationTable
{
    private static readonly Dictionary<string, Func<Tensor[], Tensor>> Arithmetic = new()
    {
        ["add"] = t => t[0].add(t[1]),
        ["add_alpha"] = t => t[0].add(t[1], 2.5),
        ["add_scalar"] = t => t[0].add(3),
        ["sub"] = t => t[0].sub(t[1]),
        ["mul"] = t => t[0].mul(t[1]),
        ["div"] = t => t[0].div(t[1]),
        ["div_floor"] = t => t[0].div(t[1], RoundingMode.floor),
        ["div_trunc"] = t => t[0].div(0.3, RoundingMode.trunc),
        ["floor_divide"] = t => t[0].detach().floor_divide(0.7),
        ["remainder"] = t => t[0].remainder(t[1]),
        ["remainder_negative"] = t => t[0].remainder(-0.7),
        ["fmod"] = t => t[0].fmod(0.7),
        ["pow"] = t => t[0].pow(t[1]),
        ["pow_scalar"] = t => t[0].pow(2.5),
        ["float_power"] = t => t[0].float_power(t[1]),
        ["addcmul"] = t => t[0].addcmul(t[1], t[2], 0.5),
        ["addcdiv"] = t => t[0].addcdiv(t[1], t[2], 0.5),
        ["lerp"] = t => t[0].lerp(t[1], t[2]),
        ["gcd"] = t => t[0].gcd(t[1]),
        ["lcm"] = t => t[0].lcm(t[1]),
        ["ldexp"] = t => t[0].ldexp(t[1]),
        ["operator_plus"] = t => t[0] + t[1],
        ["operator_minus_reversed"] = t => 3 - t[0],
        ["operator_times"] = t => 2.5 * t[0],
        ["operator_over"] = t => 2 / t[0],
        ["operator_over_tensor"] = t => t[0] / t[1],
        ["operator_modulus"] = t => t[0] % t[1],
        ["operator_negate"] = t => -t[0],
        ["operator_and"] = t => t[0] & t[1],
        ["operator_or"] = t => t[0] | t[1],
        ["operator_xor"] = t => t[0] ^ t[1],
        ["operator_not"] = t => ~t[0],
        ["operator_less"] = t => t[0] < t[1],
        ["operator_at_least"] = t => t[0] >= 0.1,
        ["operator_reversed_less"] = t => 0.1 < t[0],
        ["operator_equal"] = t => t[0] == t[1],
        ["operator_differs"] = t => t[0] != 2,
        ["add_in_place"] = t => (t[0] * 1).add_(t[1]),
        ["mul_in_place"] = t => (t[0] * 1).mul_(t[1]),
        ["tanh_in_place"] = t => (t[0] * 1).tanh_(),
        ["clamp_in_place"] = t => (t[0] * 1).clamp_(-0.4, 0.4),
        ["bitwise_left_shift"] = t => t[0].bitwise_left_shift(t[1]),
        ["bitwise_right_shift"] = t => t[0].bitwise_right_shift(t[1]),
    };
}
