using TorchSharp.Interop;
using static TorchSharp.torch;

namespace TorchSharp.Modules;

/// <summary>
/// The step of Adam (Kingma and Ba, 2015) and AdamW (Loshchilov and Hutter, 2019), for all parameters of a group at once:
/// m := b1 m + (1 - b1) g,  v := b2 v + (1 - b2) g^2,  w := w - lr/(1 - b1^t) m / (sqrt(v / (1 - b2^t)) + eps).
/// </summary>
/// <param name="numbers">Rates, coefficients, decay.</param>
/// <param name="amsgrad">Whether v is replaced by the largest v so far in the last formula.</param>
internal readonly struct AdamRule(AdamNumbers numbers, bool amsgrad)
{
    private const int Means = 0, Squares = 1, Largest = 2, Scales = 3, Directions = 4;

    private readonly AdamNumbers _numbers = numbers;

    /// <summary>Makes one step; <paramref name="advance"/> counts it in a state and answers the count.</summary>
    internal unsafe void Step(
        ParameterBatch batch, Func<OptimizerState, long> advance, Func<OptimizerState, Tensor?> mean, Func<OptimizerState, Tensor?> square, Func<OptimizerState, Tensor?> largest)
    {
        double[] steps = batch.Numbers(0), roots = batch.Numbers(1);
        var last = 0L;
        for (var i = 0; i < batch.Count; i++)
        {
            var count = advance(batch.States[i]);
            if (count == last)
            {
                (steps[i], roots[i]) = (steps[i - 1], roots[i - 1]);
                continue;
            }
            steps[i] = _numbers.LearningRate / (1 - Math.Pow(_numbers.Beta1, count));
            roots[i] = Math.Sqrt(1 - Math.Pow(_numbers.Beta2, count));
            last = count;
        }
        var means = batch.Column(Means, mean);
        var squares = batch.Column(Squares, square);
        var maxima = amsgrad ? batch.Column(Largest, largest) : null;

        var numbers = _numbers;
        fixed (nint* p = batch.Parameters.Handles, g = batch.Gradients.Handles, m = means.Handles, v = squares.Handles, x = maxima is null ? default : maxima.Handles)
        fixed (double* s = steps, r = roots)
        {
            var done = NativeMethods.td_adam_step(p, g, m, v, x, s, r, batch.Count, &numbers);
            NativeError.Check(done);
            if (done == 1) return;
        }
        Through(batch, means, squares, maxima, steps, roots);
    }

    /// <summary>The same through the dispatcher, for every device and type of number.</summary>
    private void Through(ParameterBatch batch, HandleList means, HandleList squares, HandleList? maxima, double[] steps, double[] roots)
    {
        var decoupled = _numbers.Decoupled != 0;
        if (decoupled) Foreach.Scale(batch.Parameters, 1 - _numbers.LearningRate * _numbers.WeightDecay);
        var directions = Foreach.Direction(batch, _numbers.Maximize != 0, decoupled ? 0 : _numbers.WeightDecay, batch.Scratch(Directions));
        Foreach.Scale(means, _numbers.Beta1);
        Foreach.Add(means, directions, 1 - _numbers.Beta1);
        Foreach.Scale(squares, _numbers.Beta2);
        Foreach.AddProduct(squares, directions, directions, 1 - _numbers.Beta2);
        if (maxima is not null) Foreach.Maximum(maxima, squares);
        var scales = Foreach.SquareRoot(maxima ?? squares, batch.Scratch(Scales));
        Foreach.Divide(scales, roots);
        Foreach.Shift(scales, _numbers.Epsilon);
        for (var i = 0; i < batch.Count; i++) steps[i] = -steps[i];
        Foreach.AddQuotient(batch.Parameters, means, scales, steps);
        scales.Release();
        directions.Release();
    }
}
