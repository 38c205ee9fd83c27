using Pulumi;

namespace Infra.Tests.Embedded.Sdk;

public sealed class TransformationTests
{
    [Fact]
    public async Task A_transformation_changes_inputs_and_options_of_the_resource_and_of_its_children()
    {
        var mocks = new RecordingMocks();
        await Deployment.TestAsync(mocks, RecordingMocks.Update, () => new Site("site", new()
        {
            ResourceTransformations =
            {
                args => args.Args is ServerArgs server
                    ? new ResourceTransformationResult(new ServerArgs { Name = server.Name, Size = 7 }, args.Options)
                    : null,
            },
        }));

        Assert.Equal(7.0, mocks["site-server"].Inputs["size"]);
    }

    [Fact]
    public async Task The_resources_own_transformations_come_before_its_parents_and_the_stacks()
    {
        var order = new List<string>();

        ResourceTransformation Note(string who) => args =>
        {
            if (args.Resource is Server)
                order.Add(who);
            return null;
        };

        var services = new StackFactory(() => new OpenStack(new() { ResourceTransformations = { Note("stack") } }, () =>
        {
            var parent = new Site("site", new() { ResourceTransformations = { Note("parent") } });
            order.Clear();
            _ = new Server("s", new() { Name = "s" }, new() { Parent = parent, ResourceTransformations = { Note("own") } });
        }));
        await Deployment.TestWithServiceProviderAsync<OpenStack>(new RecordingMocks(), services, RecordingMocks.Update);

        Assert.Equal(["own", "parent", "stack"], order);
    }

    [Fact]
    public async Task A_transformation_cannot_move_a_resource_to_another_parent()
    {
        var exception = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(new RecordingMocks(), RecordingMocks.Update, () =>
        {
            var site = new Site("site");
            _ = new Server("s", new() { Name = "s" }, new()
            {
                ResourceTransformations = { args => new(args.Args, new CustomResourceOptions { Parent = site }) },
            });
        }));

        Assert.Contains("cannot currently be used to change the 'parent'", exception.Message, StringComparison.Ordinal);
    }

    private sealed class StackFactory(Func<Stack> create) : IServiceProvider
    {
        public object GetService(Type serviceType) => create();
    }

    private sealed class OpenStack : Stack
    {
        public OpenStack(StackOptions options, Action inside)
            : base(options)
            => inside();
    }
}
