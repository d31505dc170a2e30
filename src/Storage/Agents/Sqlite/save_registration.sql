update agent set registration = $registration where id = $id
