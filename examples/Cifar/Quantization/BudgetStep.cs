using Cifar.Training;
using ConstrainedLearning.Quantization.Budgets;
using ConstrainedLearning.Quantization.Rankings;
using ExperimentKit.Layers;
using ExperimentKit.Runs;
using static TorchSharp.torch;

namespace Cifar.Quantization;

/// <summary>After a training under bounds on layers: each layer is given bits of its own within a budget.</summary>
internal static class BudgetStep
{
    /// <summary>The bits of each layer, in the run's folder.</summary>
    internal const string FileName = "budget.json";

    /// <summary>Gives out the bits, writes them into the folder and measures the model with them, its running statistics taken anew.</summary>
    internal static BudgetResult Take(QuantizeOptions options, QuantizeTrial trial, ClassifierData data, RunFolder folder)
    {
        using var scope = NewDisposeScope();
        var layers = TrainedLayers.Of(trial, data, data.Test);
        var bits = Allocate(options, layers, trial);
        var plan = PlanFile.Of(bits);
        PlanFile.Write(folder.At(FileName), plan);
        var (loss, accuracy) = layers.Calibrated(bits);
        return new BudgetResult(bits.AverageBits, bits.BitOperations, bits.Bytes, plan, new(loss, accuracy!.Value));
    }

    private static BitAllocation Allocate(QuantizeOptions options, LayerSubject layers, QuantizeTrial trial)
    {
        var name = trial.Method.Constraints.Single(constraint => constraint.ComponentNames is not null).Name;
        double[] prices = [.. trial.Prices.Prices.Where(price => price.Constraint == name).OrderBy(price => price.Component).Select(price => price.Multiplier)];
        var ranking = new LayerRanking(LayerRules.Multiplier, layers.Names, prices, 0);
        int[] every = [.. Enumerable.Range(options.Bits[0], options.High - options.Bits[0] + 1)];
        var budget = (options.Budget is { } average ? PrecisionBudget.AverageBits(average) : PrecisionBudget.BitOperations(Operations(layers.Costs, options.OperationsBudget!.Value))) with { Candidates = every };
        return options.Allocate switch
        {
            QuantizeOptions.ByMultiplier => budget.ByScore(ranking, layers.Costs),
            QuantizeOptions.ByMultiplierPerBit => budget.ByScorePerBit(ranking, layers.Costs),
            _ => budget.Optimal(layers.Costs, Errors(layers, prices, every, options.Relative)),
        };
    }

    // The error of each layer at each number of bits in the units that its price is in: shares of the signal, or the output's own.
    private static double[][] Errors(LayerSubject layers, double[] prices, int[] candidates, bool isRelative)
    {
        LayerRanking Ranked(RankingProblem problem) => isRelative ? LayerRankings.ByRelativeOutputError(problem) : LayerRankings.ByOutputError(problem);
        var errors = candidates.Select(bits => Ranked(layers.Problem(bits)).Scores).ToArray();
        return [.. prices.Select((price, layer) => candidates.Select((_, bits) => price * errors[bits][layer]).ToArray())];
    }

    private static double Operations(IReadOnlyList<LayerCost> costs, double bits) => costs.Sum(cost => (double)cost.Multiplications) * bits * bits;
}

/// <summary>The bits that a budget gave to each layer, and what became of the model.</summary>
/// <param name="AverageBits">The mean number of bits of a weight.</param>
/// <param name="BitOperations">Of one image.</param>
/// <param name="Bytes">Of the weights of these layers.</param>
/// <param name="Bits">By layer.</param>
/// <param name="Test">The test images, with running statistics taken anew and the weights as they were.</param>
internal sealed record BudgetResult(double AverageBits, double BitOperations, long Bytes, IReadOnlyDictionary<string, int> Bits, Results.PartResult Test);
