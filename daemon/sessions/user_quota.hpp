// How much of the daemon one user may have at a time, so that nobody can use it up for all others. Pure.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <unordered_map>

namespace scrm::sessions {

/// What is counted.
enum class Good : std::uint8_t { Context, Handle, Waiting };
inline constexpr std::size_t goods = 3;

/// How much of each a user may have; 0 means as much as there is.
struct UserShares {
    std::size_t contexts = 0;
    std::size_t handles = 0;
    std::size_t waiting = 0;
};

class UserQuota {
    using Account = std::array<std::size_t, goods>;

  public:
    /// One thing that a user has; given back when it is destroyed, which may be after the quota itself.
    class [[nodiscard]] Ticket {
      public:
        Ticket(std::shared_ptr<Account> account, Good good);
        Ticket(Ticket&& other) noexcept = default;
        Ticket& operator=(Ticket&& other) noexcept;
        ~Ticket() { give_back(); }

      private:
        void give_back();

        std::shared_ptr<Account> account_;
        Good good_;
    };

    explicit UserQuota(UserShares shares);

    /// Nothing if the user has its share already.
    std::optional<Ticket> take(std::uint32_t uid, Good good);

    /// How much of it a user may have; 0 means as much as there is.
    [[nodiscard]] std::size_t share(Good good) const;
    [[nodiscard]] std::size_t used(std::uint32_t uid, Good good) const;
    /// Users that have anything.
    [[nodiscard]] std::size_t users() const;

  private:
    std::array<std::size_t, goods> shares_;
    std::unordered_map<std::uint32_t, std::weak_ptr<Account>> accounts_;
};

}  // namespace scrm::sessions
