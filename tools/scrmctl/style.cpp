#include "tools/scrmctl/style.hpp"

#include <unistd.h>

#include <cstdlib>

namespace scrm::tools {

Style Style::of_standard_output() {
    // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody here writes to the environment
    const char* no_color = std::getenv("NO_COLOR");
    const bool unwanted = no_color != nullptr && *no_color != '\0';
    return Style(isatty(STDOUT_FILENO) == 1 && !unwanted ? Colour::Yes : Colour::No);
}

}  // namespace scrm::tools
