namespace ConstrainedLearning.Models.Forecasting;

/// <summary>One number that a user may choose for a model.</summary>
/// <param name="Name">As written on a command line or in a configuration.</param>
/// <param name="Default">Its value unless chosen.</param>
/// <param name="Meaning">One line for a help text.</param>
public sealed record ForecasterOption(string Name, double Default, string Meaning)
{
    /// <summary>Whether it counts something: an option whose default is a whole number takes whole numbers only.</summary>
    public bool IsWhole => double.IsInteger(Default);
}

/// <summary>How a model presents itself to the registry.</summary>
/// <param name="Name">As written on a command line, lower case.</param>
/// <param name="Description">One line for a help text, with the paper.</param>
/// <param name="Options">What a user may choose.</param>
/// <param name="Create">Makes the network from the data's sizes and a value for each option.</param>
public sealed record ForecasterEntry(
    string Name, string Description, IReadOnlyList<ForecasterOption> Options, Func<ForecastShape, IReadOnlyDictionary<string, double>, Forecaster> Create)
{
    /// <summary>The value of each option: the chosen ones and the defaults of the others.</summary>
    /// <exception cref="ArgumentException">An option that this model does not have, or a fraction where something is counted.</exception>
    public IReadOnlyDictionary<string, double> Resolve(IReadOnlyDictionary<string, double>? chosen = null)
    {
        var values = Options.ToDictionary(option => option.Name, option => option.Default);
        foreach (var (name, value) in chosen ?? new Dictionary<string, double>())
        {
            if (!values.ContainsKey(name))
                throw new ArgumentException($"the model {Name} has no option \"{name}\"{NearestName.Hint(name, values.Keys)}");
            if (Options.First(option => option.Name == name).IsWhole && !(double.IsInteger(value) && Math.Abs(value) <= int.MaxValue))
                throw new ArgumentException($"the option {name} of the model {Name} is {value}, expected a whole number.");
            values[name] = value;
        }
        return values;
    }
}
