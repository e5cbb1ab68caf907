#include "drivers/ifd-host/daemon_line/line_budget.hpp"

#include <algorithm>
#include <utility>

namespace scrm::ifd_host {

bool LineBudget::take(Time now) {
    const std::chrono::duration<double> passed = now - std::exchange(last_, now);
    lines_ = std::min<double>(lines_ + passed.count() * per_second, at_once);
    if (lines_ < 1) {
        ++left_out_;
        return false;
    }
    lines_ -= 1;
    return true;
}

std::uint64_t LineBudget::take_left_out() {
    return std::exchange(left_out_, 0);
}

}  // namespace scrm::ifd_host
