namespace Pulumi;

#pragma warning disable CA1711 // The official SDK's name.

/// <summary>What a program deploys, as one; its <see cref="OutputAttribute" /> properties are the stack's outputs.</summary>
public class Stack : ComponentResource
{
    internal const string ResourceType = "pulumi:pulumi:Stack";

    public Stack(StackOptions? options = null)
        : base(
            ResourceType,
            $"{Deployment.Instance.ProjectName}-{Deployment.Instance.StackName}",
            new ComponentResourceOptions { ResourceTransformations = [.. options?.ResourceTransformations ?? []] })
        => Deployment.Current.Stack = this;

    internal Output<IDictionary<string, object?>>? Published { get; private set; }

    internal void Publish(Output<IDictionary<string, object?>> outputs)
    {
        Published = outputs;
        RegisterOutputs(outputs);
    }

    internal void PublishProperties()
    {
        var outputs = GetOutputProperties();
        var missing = outputs.Where(output => output.Value is null).Select(output => output.Key).ToArray();
        if (missing.Length > 0)
            throw new RunException($"Output(s) '{string.Join(", ", missing)}' have no value assigned. [Output] attributed properties must be assigned inside Stack constructor.");
        var wrong = outputs.Where(output => output.Value is not IOutput).Select(output => output.Key).ToArray();
        if (wrong.Length > 0)
            throw RunException.OutputsHaveIncorrectType(wrong);
        Publish(Output.Create<IDictionary<string, object?>>(outputs));
    }
}
