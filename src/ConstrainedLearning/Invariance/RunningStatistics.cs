namespace ConstrainedLearning.Invariance;

/// <summary>Which passes through the model move the running statistics of its normalisation layers.</summary>
public enum RunningStatistics
{
    /// <summary>Only the user's own pass over the clean images. With the multiplier at 0 training then is plain training, to the last bit.</summary>
    Clean,

    /// <summary>The clean pass and the one over the chosen transformations.</summary>
    CleanAndTransformed,

    /// <summary>Those and the passes over proposals: as published. About two thirds of the statistics then come from transformed images, whatever the multiplier.</summary>
    All,
}
