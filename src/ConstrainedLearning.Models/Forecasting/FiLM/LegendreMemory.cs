using TorchSharp;
using static TorchSharp.torch;

namespace ConstrainedLearning.Models.Forecasting;

/// <summary>
/// The Legendre memory c_t = A c_{t-1} + B x_t, which holds the coefficients of the last 1/step rows in Legendre polynomials: Gu et al., "HiPPO", NeurIPS 2020,
/// the measure LegT, discretised by the bilinear rule. All in double precision on the CPU; the caller disposes what it gets.
/// </summary>
internal static class LegendreMemory
{
    /// <summary>h_k = A^k B, k = 0 .. rows - 1, as [rows, order]: what a row leaves in the memory k rows later.</summary>
    public static Tensor Response(int rows, int order, double step)
    {
        using var scope = NewDisposeScope();
        // c' = F c + G x with G_n = (-1)^n (2n+1) and F_nm = -(2n+1) for n < m, -(-1)^(n-m) (2n+1) else, both as columns of one table.
        var system = new double[order, order + 1];
        for (var n = 0; n < order; n++)
        {
            for (var m = 0; m < order; m++)
                system[n, m] = -(2 * n + 1) * (n < m || (n - m) % 2 == 0 ? 1.0 : -1.0);
            system[n, order] = (2 * n + 1) * (n % 2 == 0 ? 1.0 : -1.0);
        }
        var continuous = tensor(system).mul_(step);
        var half = continuous.narrow(1, 0, order) / 2;
        var identity = eye(order, dtype: ScalarType.Float64);
        var discrete = linalg.solve(identity - half, cat([identity + half, continuous.narrow(1, order, 1)], 1));

        var transition = discrete.narrow(1, 0, order);
        var responses = new Tensor[rows];
        responses[0] = discrete.select(1, order);
        for (var row = 1; row < rows; row++)
            responses[row] = transition.mv(responses[row - 1]);
        return stack(responses).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// What each row of a window gives to the frequencies of its memory at the row <paramref name="time"/>, [rows, modes, 2, order]: with these numbers g,
    /// sum_k x_k (g_kf0 W_f + g_kf1 V_f), summed over f, is row <paramref name="time"/> of the inverse Fourier transform of the transform of c_0, c_1, ... times W + iV,
    /// of which the lowest <paramref name="modes"/> are kept (at most half the rows).
    /// </summary>
    public static Tensor Spectrum(int rows, int modes, int order, double step, int time)
    {
        using var scope = NewDisposeScope();
        // With w = 2 pi f / rows, row k has the transform sum_{t>=k} exp(-iwt) h_{t-k} = exp(-iwk) sum_{j<rows-k} exp(-iwj) h_j: a running sum, read backwards.
        // Row `time` of the inverse is the real part of 1/rows exp(iw time) (...), each frequency but 0 twice. Its conjugate is what is made here: Re(z (W + iV)) = Re z W + Im(z*) V.
        var frequency = arange(modes, dtype: ScalarType.Float64).mul_(2 * Math.PI / rows).unsqueeze(1);
        var row = arange(rows, dtype: ScalarType.Float64).unsqueeze(0);
        var sums = (Turn(frequency * row).unsqueeze(2) * Response(rows, order, step)).cumsum(1).flip(1);
        var weight = full([modes, 1], 2.0 / rows, dtype: ScalarType.Float64);
        weight.narrow(0, 0, 1).div_(2);
        var spectrum = sums * (Turn(frequency * (row - time)) * weight).unsqueeze(2);
        return spectrum.view_as_real().permute(1, 0, 3, 2).contiguous().MoveToOuterDisposeScope();
    }

    /// <summary>[order, count]: the Legendre polynomials P_n(1 - 2v) at v = 1 - count step, ..., 1 - step, which turn a memory into the rows it remembers, the latest first in v.</summary>
    public static Tensor Polynomials(int order, int count, double step)
    {
        var values = new double[order, count];
        for (var column = 0; column < count; column++)
        {
            var x = 1 - 2 * (1 - (count - column) * step);
            var (before, now) = (0.0, 1.0);
            for (var n = 0; n < order; n++)
            {
                values[n, column] = now;
                (before, now) = (now, ((2 * n + 1) * x * now - n * before) / (n + 1));
            }
        }
        return tensor(values);
    }

    /// <summary>exp(i angle).</summary>
    private static Tensor Turn(Tensor angle) => polar(angle.new_ones(1, 1).expand_as(angle), angle);
}
