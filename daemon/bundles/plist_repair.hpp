// Info.plists that are not XML, and that handlers come with all the same: those of the ASEDrive and of the
// GemPC430 end each array with another <array>. pcscd, which looks for tags alone, takes them. Pure.
#pragma once

#include <string>
#include <string_view>

namespace scrm::bundles {

/// The text with arrays that end where another begins within them; as many lines as before.
std::string end_arrays(std::string_view text);

}  // namespace scrm::bundles
