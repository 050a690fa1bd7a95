// Chooses the kind of target by its name.
// SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
#include "seeker/target/target.hpp"

#include "seeker/base/file.hpp"
#include "seeker/target/attached.hpp"
#include "seeker/target/board.hpp"
#include "seeker/target/iss.hpp"
#include "seeker/target/sim.hpp"

namespace seeker::target {

result<target_ptr> make(std::string_view name,
                        boost::asio::any_io_executor executor, wishes wanted) {
  if (!wanted.faults.empty() && !name.starts_with("vboard:"))
    return fail(errc::unsupported,
                "--fault: only virtual boards break at will");
  if (name == "sim") {
    // Nothing is lost on a socket: silence means that the simulator stands.
    wanted.session.attempts = 3;
    if (wanted.chaos) {
      wanted.session.attempts = 100;
      wanted.session.answer_timeout = std::chrono::milliseconds(200);
    }
    if (wanted.connect)
      return attached_target::make(std::move(executor), std::move(wanted));
    return std::make_unique<sim_target>(std::move(executor),
                                        program_folder() / "seeker-sim",
                                        std::move(wanted));
  }
  if (name == "iss")
    return std::make_unique<iss_target>(std::move(wanted));
  for (const auto &[prefix, is_virtual] :
       {std::pair(std::string_view("board:"), false),
        std::pair(std::string_view("vboard:"), true)})
    if (name.starts_with(prefix))
      return board_target::make(std::string(name.substr(prefix.size())),
                                is_virtual, std::move(executor),
                                std::move(wanted));
  return fail(errc::unsupported,
              "unknown target '{}': there are sim, iss, board:NAME and "
              "vboard:NAME",
              name);
}

} // namespace seeker::target
