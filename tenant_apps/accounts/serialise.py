"""What of logins is a value: nothing, a team is people."""

from marque.kit.serialise.codecs import leave_out

leave_out("accounts.RoleAssignment", "a team is people; a manifest names them by address")
leave_out("auth.Group", "what each role may do is the release's")
leave_out("auth.Permission", "made with the schema")
